package io.gannet.bench.doctor;

import static io.gannet.bench.doctor.Verdict.BETTER;
import static io.gannet.bench.doctor.Verdict.NOT_APPLICABLE;
import static io.gannet.bench.doctor.Verdict.OK;
import static io.gannet.bench.doctor.Verdict.UNKNOWN;
import static io.gannet.bench.doctor.Verdict.WRONG;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JvmChecksTest {
  @TempDir Path root;
  private MadeUpHost host;

  @BeforeEach
  void makeUpAHost() {
    host = new MadeUpHost(root);
  }

  @Test
  void theJdkRunsGannetAndStartsItFast() {
    host.assertLook(OK, "jdk");
    host.jdk = 22;
    host.assertLook(BETTER, "jdk");
    host.jdk = 21;
    host.assertLook(WRONG, "jdk");
  }

  @Test
  void theAotCacheIsThere() throws IOException {
    host.assertLook(UNKNOWN, "aot-cache");
    host.aotCache = root.resolve("gannet.aot");
    host.assertLook(BETTER, "aot-cache");
    Files.createFile(host.aotCache);
    host.assertLook(OK, "aot-cache");
    host.jdk = 24;
    host.assertLook(NOT_APPLICABLE, "aot-cache");
  }

  @Test
  void optionsThatComeByTheEnvironmentAreTold() {
    host.assertLook(OK, "jvm-environment");
    host.environment.put("JAVA_TOOL_OPTIONS", "-javaagent:a.jar");
    host.assertLook(BETTER, "jvm-environment");
    assertEquals(List.of("unset JAVA_TOOL_OPTIONS"), host.look("jvm-environment").change());
  }
}
