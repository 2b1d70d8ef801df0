package io.gannet.bench.compare;

import java.util.List;

/** Gannet's variants against each other, by the question; the first is the baseline. */
public enum Variants {
  SPIN(
      "no-spin=--cpus {cpu} --spin-us 0",
      "spin-50us=--cpus {cpu} --spin-us 50"),
  HUGEPAGES(
      "hugepages-off=--hugepages off",
      "hugepages-thp=--hugepages thp",
      "hugepages-auto=--hugepages auto"),
  ZERO_COPY(
      "copy=--zero-copy-min 0",
      "zero-copy-4k=--zero-copy-min 4KiB",
      "zero-copy-16k=--zero-copy-min 16KiB",
      "zero-copy-64k=--zero-copy-min 64KiB"),
  RESTRICT_RING(
      "unrestricted=--no-restrict-ring",
      "restricted=--restrict-ring");

  private final List<String> descriptions;

  Variants(String... descriptions) {
    this.descriptions = List.of(descriptions);
  }

  /** As {@link Subjects#variant} takes them; {@code cpus} are those of the server. */
  public List<String> descriptions(List<Integer> cpus) {
    return descriptions.stream()
        .map(text -> text.replace("{cpu}", Integer.toString(cpus.get(0))))
        .toList();
  }
}
