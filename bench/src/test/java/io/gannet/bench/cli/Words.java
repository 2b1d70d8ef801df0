package io.gannet.bench.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;

/** A run of the bench in this process, by its words. */
final class Words {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final int code;

  private Words(List<String> words) {
    code = Main.run(new PrintWriter(out, true), new PrintWriter(err, true),
        words.toArray(String[]::new));
  }

  /** {@code gannet bench …}. */
  static Words bench(String... words) {
    List<String> all = new ArrayList<>(List.of("bench"));
    all.addAll(List.of(words));
    return new Words(all);
  }

  /** Whichever program the first word names. */
  static Words of(String... words) {
    return new Words(List.of(words));
  }

  int code() {
    return code;
  }

  String out() {
    return out.toString();
  }

  String err() {
    return err.toString();
  }
}
