package io.gannet.server.wire;

import io.gannet.engine.option.Option;
import io.gannet.server.config.Given;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A server in a process of its own, which may make the system calls that it needs and no others. */
record FilteredServer(ServerProcess process) implements Serving {
  private static final Pattern WORKER = Pattern.compile("worker=\"[0-9]+\"");

  /** Those that are the same for all workers, beside those whose names say that they are largest. */
  private static final Set<String> SAME =
      Set.of("slot_bytes", "slab_bytes", "segment_bytes", "size_classes", "size_classes_active");

  static FilteredServer start(String product, List<Given> given) {
    List<String> words = new ArrayList<>(List.of(product, "--seccomp"));
    for (Given one : given) {
      String name = one.option().name();
      if (one.option().type() == Option.Type.SWITCH) {
        words.add((one.text().equals("true") ? "--" : "--no-") + name);
      } else {
        words.addAll(List.of("--" + name, one.text()));
      }
    }
    List<String> flags = List.of("-XX:+UseSerialGC", "-Xmx512m", "-XX:TieredStopAtLevel=1");
    ServerProcess process = ServerProcess.start(flags, words.toArray(String[]::new));
    if (!process.errors().contains("  seccomp: ")) {
      process.close();
      throw new IllegalStateException(process.errors());
    }
    return new FilteredServer(process);
  }

  @Override
  public String readyAddress() {
    return process.ready().substring("ready ".length());
  }

  @Override
  public String adminAddress() {
    return "127.0.0.1:" + process.adminPort();
  }

  @Override
  public OptionalLong metric(String name) {
    Pattern line =
        Pattern.compile("^gannet_" + name + "(?:\\{([^}]*)})? ([-0-9]+)$", Pattern.MULTILINE);
    boolean largest = name.endsWith("_max") || SAME.contains(name);
    long together = 0;
    boolean found = false;
    for (Matcher each = line.matcher(process.admin("/metrics")); each.find(); found = true) {
      long value = Long.parseLong(each.group(2));
      boolean isWhole = each.group(1) == null || WORKER.matcher(each.group(1)).matches();
      if (isWhole) {
        together = largest ? Math.max(together, value) : together + value;
      }
    }
    return found ? OptionalLong.of(together) : OptionalLong.empty();
  }

  @Override
  public List<String> banner() {
    return process.errors().lines().toList();
  }

  @Override
  public void stop() {
    process.terminate();
  }

  @Override
  public int awaitStop(long patienceMs) {
    return process.awaitExit();
  }

  @Override
  public void close() {
    if (process.isAlive()) {
      process.terminate();
    }
    int exit = process.awaitExit();
    String errors = process.errors();
    process.close();
    if (exit != 0) {
      throw new IllegalStateException("ended with " + exit + ": " + errors);
    }
  }
}
