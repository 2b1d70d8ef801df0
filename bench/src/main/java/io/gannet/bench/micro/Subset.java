package io.gannet.bench.micro;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Rows that are asked for by one word.
 *
 * @param about one line for the list
 * @param rows what JMH is to include, a pattern each
 * @param defaults pairs of an option of JMH and its value, for options that are not given
 */
record Subset(String name, String about, List<String> rows, List<String> defaults) {
  private static final List<String> BRIEF = List.of("-f", "1", "-wi", "2", "-w", "300ms",
      "-i", "3", "-r", "300ms");
  private static final String ONE_STORE = "items=100000";

  static final List<Subset> ALL =
      List.of(
          new Subset("ffi", "calling C, filling and reading the ring's entries, copies",
              List.of("Downcall", "SqeBenchmark", "CqeBenchmark", "CopyBenchmark"), List.of()),
          new Subset("ring", "turns of the ring, its entries, the clock",
              List.of("RingBenchmark", "SqeBenchmark", "CqeBenchmark", "ClockBenchmark"),
              List.of()),
          new Subset("parse", "the protocol: parsing, composing, hashing, a whole request",
              List.of("ParseBenchmark", "ComposeBenchmark", "HashBenchmark", "ProcessBenchmark"),
              List.of()),
          new Subset("store", "the storage engines and the index, in a cache and beyond it",
              List.of("StoreBenchmark", "ChurnBenchmark", "IndexBenchmark", "ForeignBenchmark"),
              List.of()),
          new Subset("mail", "messages from one worker to another, and JCTools' queue beside it",
              List.of("MailBenchmark", "SpscBenchmark"), List.of()),
          new Subset("quick", "a row or two of each, within a minute: for a look, not for a claim",
              List.of("Downcall.*plain", "Downcall.*systemCall", "SqeBenchmark.product",
                  "Cqe.*reap", "Ring.*noOpOf32", "ParseBenchmark", "Compose.*value",
                  "HashBenchmark", "StoreBenchmark", "Churn", "Metric"),
              quick()),
          new Subset("check", "every row, too briefly to time it: does it allocate?",
              List.of(".*"), check()));

  private static List<String> quick() {
    return plus(BRIEF, "-p", ONE_STORE, "-p", "percent=90", "-p", "kind=get", "-p", "keyBytes=12");
  }

  /** In one JVM, and by count: by time, a busy host would count what is not compiled yet. */
  private static List<String> check() {
    return plus(
        List.of("-f", "0", "-bm", "ss", "-wi", "2", "-wbs", "50000", "-i", "1", "-bs", "50000"),
        "-p", ONE_STORE, "-p", "percent=90", "-p", "load=0.9", "-p", "bytes=64",
        "-p", "keyBytes=32", "-p", "hints=BOTH", "-p", "shared=true");
  }

  private static List<String> plus(List<String> some, String... more) {
    return Stream.concat(some.stream(), Stream.of(more)).toList();
  }

  static Optional<Subset> named(String name) {
    return ALL.stream().filter(subset -> subset.name.equals(name)).findFirst();
  }
}
