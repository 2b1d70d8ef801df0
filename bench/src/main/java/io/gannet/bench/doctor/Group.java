package io.gannet.bench.doctor;

/** What a check is about: the headings of the report, in their order. */
public enum Group {
  CPU("CPU"),
  MEMORY("Memory"),
  KERNEL("Kernel and io_uring"),
  NETWORK("Network"),
  JVM("JVM");

  private final String title;

  Group(String title) {
    this.title = title;
  }

  /** The heading. */
  public String title() {
    return title;
  }
}
