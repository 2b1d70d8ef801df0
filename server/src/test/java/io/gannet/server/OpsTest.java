package io.gannet.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code server/ops} tells other programs of ours is so. */
class OpsTest {
  private static final Pattern NAME = Pattern.compile("\\b(?:gannet|process|jvm)_[a-z0-9_]+");

  /** A row of the reference; its names begin with {@code gannet_} unless they say otherwise. */
  private static final Pattern ROW = Pattern.compile("^\\| `([a-z0-9_]+)[^`]*` \\| .*");

  private static final Pattern OCCURRENCE =
      Pattern.compile("new Occurrence\\(\\s*\"([a-z_]+)\"");

  private static final Pattern ALERT = Pattern.compile("- alert: (\\w+)");
  private static final Path SERVER = server();
  private static final Path OPS = SERVER.resolve("ops");

  @TempDir private Path folder;

  private static Path server() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.isDirectory(folder.resolve("server/ops"))) {
      folder = folder.getParent();
    }
    return folder.resolve("server");
  }

  /** As {@code /metrics} has them; {@code ReferenceTest} holds the page to what is declared. */
  private static Set<String> told() throws IOException {
    Set<String> names = new TreeSet<>();
    for (String line : Files.readAllLines(SERVER.resolve("docs/metrics.md"))) {
      Matcher row = ROW.matcher(line);
      if (row.matches()) {
        String name = row.group(1);
        names.add(name.matches("(?:process|jvm)_.*") ? name : "gannet_" + name);
      }
    }
    assertTrue(names.size() > 100, () -> "only " + names);
    return names;
  }

  private static void namesAreTold(List<String> expressions, int atLeast) throws IOException {
    Set<String> told = told();
    Set<String> named = new TreeSet<>();
    for (String expression : expressions) {
      NAME.matcher(expression).results().map(result -> result.group()).forEach(named::add);
    }
    assertTrue(named.size() >= atLeast, () -> "only " + named);
    named.removeAll(told);
    assertEquals(Set.of(), named, "nobody tells these");
  }

  /** The values of fields of this name, wherever they are. */
  private static List<String> fields(Path file, String name) throws IOException {
    List<String> all = new ArrayList<>();
    try (JsonParser json = new JsonFactory().createParser(file.toFile())) {
      while (json.nextToken() != null) {
        if (json.currentToken() == JsonToken.VALUE_STRING && name.equals(json.currentName())) {
          all.add(json.getText());
        }
      }
    }
    return all;
  }

  @Test
  void whatThePanelsAskForIsTold() throws IOException {
    List<String> expressions = fields(OPS.resolve("grafana.json"), "expr");
    expressions.addAll(fields(OPS.resolve("grafana.json"), "query"));
    namesAreTold(expressions, 30);
  }

  @Test
  void whatTheAlertsAskForIsToldAndEachIsExplained() throws Exception {
    Path alerts = OPS.resolve("alerts.yml");
    String text = Files.readString(alerts);
    namesAreTold(List.of(text), 12);
    String guide = Files.readString(SERVER.resolve("docs/030-operating.md"));
    Matcher each = ALERT.matcher(text);
    int count = 0;
    for (; each.find(); count++) {
      assertTrue(guide.contains("| `" + each.group(1) + "` |"), each.group(1));
    }
    assertTrue(count > 10, "only " + count);
    passes("SUCCESS: " + count + " rules found", "promtool", "check", "rules", alerts.toString());
    String scrape = OPS.resolve("prometheus.yml").toString();
    passes("SUCCESS", "promtool", "check", "config", "--syntax-only", scrape);
  }

  @Test
  void aContainersProfileGetsTheRingAndNothingElse() throws Exception {
    String program = OPS.resolve("io_uring.jq").toString();
    Path profile = folder.resolve("seccomp.json");
    Files.writeString(profile, "{\"syscalls\":[{\"names\":[\"read\"],\"action\":\"X\"}]}");
    passes(
        "[\"read\",\"io_uring_setup\",\"io_uring_enter\",\"io_uring_register\"]",
        "sh", "-c", "jq -f " + program + " " + profile + " | jq -c '[.syscalls[].names[]]'");
  }

  /** As a program that reads the log is told in the guide. */
  @Test
  void whatEventsAreMadeOfIsCounted() throws IOException {
    Path source = SERVER.resolve("src/main/java/io/gannet/server/log/CounterWatch.java");
    List<String> names =
        OCCURRENCE.matcher(Files.readString(source)).results().map(one -> one.group(1)).toList();
    namesAreTold(names.stream().map(name -> "gannet_" + name).toList(), 12);
  }

  /** Ends with 0 and says this; in CI the program has to be there. */
  private void passes(String words, String... command) throws Exception {
    for (String program : List.of("promtool", "jq")) {
      if (!Programs.isInstalled(program)) {
        assertTrue(System.getenv("CI") == null, program + " is missing: apt-get install it");
        return;
      }
    }
    Programs.Ran ran = Programs.run(folder, command);
    assertEquals(0, ran.exit(), ran.output());
    assertTrue(ran.output().contains(words), ran.output());
  }
}
