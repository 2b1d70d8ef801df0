package io.gannet.bench.certify;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
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
 * What a JVM writes of its safepoints and deoptimisations, a line each, with the thread that did
 * it: a worker's deoptimisation is its own.
 *
 * <pre>
 *   [1.703s][4886][safepoint      ] Safepoint "ICBufferFull", Time since last: 93 ns, …
 *   [1.703s][4886][deoptimization ] cid= 404 level=4 java.lang.String.hashCode()I trap_bci=19 …
 * </pre>
 *
 * <p>And of its compilations, in XML: whose calls of a method were the last that it took is the
 * thread that asks for it to be compiled, and writes so.
 *
 * <pre>
 *   &lt;writer thread='4886'/>
 *   &lt;task_queued compile_id='1466' method='java.lang.String hashCode ()I' … level='3' …/>
 * </pre>
 */
final class JvmLog {
  private static final Pattern LINE =
      Pattern.compile("\\[[^]]*]\\[(\\d+) *]\\[([a-z,]+) *] *(.*)");

  private static final Pattern WRITER = Pattern.compile("<writer thread='(\\d+)'/>.*");
  private static final Pattern QUEUED =
      Pattern.compile("<task_queued compile_id='\\d+'.* method='([^']*)'.* stamp='([^']*)'.*");

  private static final String SAFEPOINT = "safepoint";
  private static final String DEOPTIMISATION = "deoptimization";

  private final Path file;
  private final Path compilations;

  /** Both files are the JVM's to write, and the caller's to delete. */
  JvmLog(Path file, Path compilations) {
    this.file = file;
    this.compilations = compilations;
  }

  /** The flags that have a JVM write it. */
  String flags() {
    return "-Xlog:safepoint=info,deoptimization=debug:file=" + file
        + ":uptime,tid,tags:filecount=0 -XX:+UnlockDiagnosticVMOptions -XX:+LogCompilation"
        + " -XX:LogFile=" + compilations;
  }

  /** Of each kind, what there is of it now, in order. */
  Map<Disturbance, List<String>> read(Set<Long> workers) throws IOException {
    Map<Disturbance, List<String>> found = new EnumMap<>(Disturbance.class);
    for (Disturbance kind : Disturbance.values()) {
      found.put(kind, new ArrayList<>());
    }
    for (String line : lines(file)) {
      Matcher parts = LINE.matcher(line);
      if (parts.matches()) {
        boolean own = workers.contains(Long.valueOf(parts.group(1)));
        Disturbance kind = kind(parts.group(2), parts.group(3), own);
        if (kind != null) {
          found.get(kind).add(parts.group(3).strip());
        }
      }
    }
    readCompilations(workers, found);
    return found;
  }

  private static Disturbance kind(String tags, String text, boolean worker) {
    return switch (tags) {
      case SAFEPOINT -> text.startsWith("Safepoint \"") ? Disturbance.SAFEPOINTS : null;
      case DEOPTIMISATION ->
          worker && text.contains("trap_bci=") ? Disturbance.DEOPTIMISATIONS : null;
      default -> null;
    };
  }

  private void readCompilations(Set<Long> workers, Map<Disturbance, List<String>> found)
      throws IOException {
    boolean own = false;
    for (String line : lines(compilations)) {
      Matcher writer = WRITER.matcher(line);
      Matcher queued = QUEUED.matcher(line);
      if (writer.matches()) {
        own = workers.contains(Long.valueOf(writer.group(1)));
      } else if (queued.matches()) {
        found
            .get(own ? Disturbance.COMPILATIONS : Disturbance.OTHER_COMPILATIONS)
            .add(queued.group(2) + " s  " + queued.group(1));
      }
    }
  }

  /** What it has cut short at its end it will write whole: a name may be in any encoding. */
  private static List<String> lines(Path file) throws IOException {
    return Files.exists(file)
        ? Files.readAllLines(file, StandardCharsets.ISO_8859_1)
        : List.of();
  }
}
