package io.gannet.bench.certify;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a JVM writes of its safepoints, compilations and deoptimisations, a line each, with the
 * thread that did it: a worker's deoptimisation is its own, a compilation is a compiler's.
 *
 * <pre>
 *   [1.703s][4886][safepoint      ] Safepoint "ICBufferFull", Time since last: 93 ns, …
 *   [1.703s][4886][deoptimization ] cid= 404 level=4 java.lang.String.hashCode()I trap_bci=19 …
 *   [4.935s][4899][jit,compilation] 1466  3  java.lang.String::hashCode (60 bytes)
 *   [4.936s][4899][jit,compilation] 1464  2  …  made not entrant: not used       (none of them)
 * </pre>
 */
final class JvmLog {
  private static final Pattern LINE =
      Pattern.compile("\\[[^]]*]\\[(\\d+) *]\\[([a-z,]+) *] *(.*)");

  private static final String SAFEPOINT = "safepoint";
  private static final String DEOPTIMISATION = "deoptimization";
  private static final String COMPILATION = "jit,compilation";

  private final Path file;

  JvmLog(Path file) {
    this.file = file;
  }

  /** The flag that has a JVM write it. */
  String flag() {
    return "-Xlog:safepoint=info,jit+compilation=debug,deoptimization=debug:file=" + file
        + ":uptime,tid,tags:filecount=0";
  }

  /** Of each kind, what there is of it in the file now, in order. */
  Map<Disturbance, List<String>> read(Set<Long> workers) throws IOException {
    Map<Disturbance, List<String>> found = new EnumMap<>(Disturbance.class);
    List.of(Disturbance.SAFEPOINTS, Disturbance.DEOPTIMISATIONS, Disturbance.COMPILATIONS)
        .forEach(kind -> found.put(kind, new ArrayList<>()));
    for (String line : Files.readAllLines(file)) {
      Matcher parts = LINE.matcher(line);
      if (parts.matches()) {
        Disturbance kind =
            kind(parts.group(2), parts.group(3), workers.contains(Long.valueOf(parts.group(1))));
        if (kind != null) {
          found.get(kind).add(parts.group(3).strip());
        }
      }
    }
    return found;
  }

  private static Disturbance kind(String tags, String text, boolean worker) {
    return switch (tags) {
      case SAFEPOINT -> text.startsWith("Safepoint \"") ? Disturbance.SAFEPOINTS : null;
      case COMPILATION ->
          text.contains("made not entrant") ? null : Disturbance.COMPILATIONS;
      case DEOPTIMISATION ->
          worker && text.contains("trap_bci=") ? Disturbance.DEOPTIMISATIONS : null;
      default -> null;
    };
  }
}
