package io.gannet.bench.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProvenanceTest {
  private static final List<String> ALWAYS =
      List.of("command", "commit", "date", "kernel", "cpu_model", "topology", "memory", "governor",
          "generator_cpus", "generator_jvm");

  @Test
  void thisHostIsDescribedInFull() {
    Map<String, String> facts = Provenance.of("./gannet bench load", List.of(1)).facts();
    assertEquals(ALWAYS, List.copyOf(facts.keySet()));
    facts.forEach((name, value) -> assertFalse(value.isBlank(), name));
    assertEquals("1", facts.get("generator_cpus"));
    assertTrue(facts.get("kernel").startsWith("Linux "), facts.get("kernel"));
    assertTrue(facts.get("topology").matches("\\d+ CPUs?, \\d+ cores?, \\d+ sockets?, .*"),
        facts.get("topology"));
  }

  @Test
  void aServerIsDescribedByItsProcess() {
    ServerProcess self = new ServerProcess(ProcessHandle.current().pid());
    Map<String, String> facts =
        Provenance.of("x", List.of()).with(Optional.of(self), Optional.of("memcached 1")).facts();
    assertEquals("memcached 1", facts.get("peer"));
    assertTrue(facts.get("server_command").contains("java"), facts.get("server_command"));
    assertTrue(facts.get("server_cpus").matches("[\\d,-]+.*"), facts.get("server_cpus"));
    assertTrue(facts.get("server_jvm").startsWith(System.getProperty("java.version")),
        facts.get("server_jvm"));
  }
}
