package io.gannet.bench.doctor;

import static io.gannet.bench.doctor.Group.JVM;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the launcher will run the server with. */
final class JvmChecks {
  static final List<Check> ALL = List.of(
      new Check("jdk", JVM, "version", "README.md; JEP 454, JEP 514", JvmChecks::version),
      new Check("aot-cache", JVM, "AOT cache",
          "server/docs/001-start-up.md; JEP 514", JvmChecks::aotCache),
      new Check("jvm-environment", JVM, "options from outside",
          "man java, \"Using the JDK_JAVA_OPTIONS Launcher Environment Variable\"",
          JvmChecks::environment));

  private static final int JDK_MIN = 22;
  private static final int JDK_AOT = 25;

  private JvmChecks() {}

  private static Finding version(Host host, Aim aim) {
    int version = host.probes().jdk();
    if (version >= JDK_AOT) {
      return Finding.ok(Integer.toString(version));
    }
    Finding finding = version >= JDK_MIN
        ? Finding.better(version + ", 25 is the first with the fast start", "There is no AOT"
            + " cache before it: each start loads and compiles everything anew.")
        : Finding.wrong(version + ", the first that Gannet runs on is 22", "It has no final Foreign"
            + " Function and Memory API: nothing runs.");
    return finding.change("apt install openjdk-25-jdk-headless   # or your distribution's");
  }

  private static Finding aotCache(Host host, Aim aim) {
    if (host.probes().jdk() < JDK_AOT) {
      return Finding.notApplicable("needs JDK " + JDK_AOT);
    }
    Optional<Path> cache = host.probes().aotCache();
    if (cache.isEmpty()) {
      return Finding.unknown("this does not run from the tree of the launcher");
    }
    return Files.exists(cache.get())
        ? Finding.ok("there; the launcher sees to it that it fits")
        : Finding.better("none", "The next start trains one, which takes some seconds; the ones"
            + " after it are fast. Bake it into the image, not into each container's start.")
            .change("./gannet   # once, and end it");
  }

  private static Finding environment(Host host, Aim aim) {
    List<String> set = new ArrayList<>();
    for (String name : List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "GANNET_JAVA_OPTS")) {
      String value = host.probes().environment(name);
      if (!value.isEmpty()) {
        set.add(name + "=" + value);
      }
    }
    return set.isEmpty()
        ? Finding.ok("none")
        : Finding.better(String.join("; ", set), "They are for every JVM that this environment"
            + " starts, and can void the AOT cache or change what a measurement measures.")
            .change(set.stream().map(s -> "unset " + s.substring(0, s.indexOf('='))).toList());
  }
}
