package io.gannet.bench.cli;

import io.gannet.bench.ratio.MemorySize;
import io.gannet.bench.ratio.ValueScale;
import io.gannet.bench.trace.Trace;
import java.util.List;

/** How many times as large values are made, in words. */
final class ScaleWord {
  private ScaleWord() {}

  /** {@code auto}, {@code off} or a factor. */
  static double factor(String word, Trace trace, List<MemorySize> memory) {
    if (word.equals("auto")) {
      return ValueScale.auto(trace, memory);
    }
    if (word.equals("off")) {
      return 1;
    }
    boolean isNumber = word.matches("\\d{1,9}(\\.\\d{1,9})?");
    if (!isNumber || Double.parseDouble(word) == 0) {
      throw new Misuse("--scale: '" + word + "' is no factor; write auto, off or 10");
    }
    return Double.parseDouble(word);
  }
}
