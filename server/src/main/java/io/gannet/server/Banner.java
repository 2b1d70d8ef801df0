package io.gannet.server;

import io.gannet.server.worker.WorkerFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a start tells on stderr: what serves where, on which memory and ring, and what fell back.
 */
final class Banner {
  private final String product;
  private final List<String> lowered;
  private final List<String> notes = new ArrayList<>();
  private final List<String> workers = new ArrayList<>();
  private String warmUp = "off";
  private String address = "";
  private String adminAddress = "";

  /**
   * With what the host could not give.
   *
   * @param transport the same of that, or ""
   */
  Banner(String product, String transport, List<String> lowered) {
    this.product = product;
    this.lowered =
        Stream.concat(Stream.of(transport).filter(word -> !word.isEmpty()), lowered.stream())
            .toList();
  }

  void note(String text) {
    notes.add("  " + text);
  }

  void warmUp(String text) {
    warmUp = text;
  }

  void address(String address, String adminAddress) {
    this.address = address;
    this.adminAddress = adminAddress;
  }

  void worker(String name, int[] cpus, int index, WorkerFacts facts) {
    String cpu = cpus.length == 0 ? "any CPU" : "CPU " + cpus[index % cpus.length];
    workers.add("  " + name + ": " + cpu);
    workers.add("    memory: " + facts.pages());
    workers.add("    ring:   " + facts.ring());
    if (!facts.fits().isEmpty()) {
      workers.add("    items:  " + facts.fits());
    }
  }

  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(
        "gannet "
            + Version.text()
            + " "
            + product
            + " on "
            + address
            + ", admin on http://"
            + adminAddress);
    lowered.forEach(one -> lines.add("  host: " + one));
    lines.addAll(notes);
    lines.addAll(workers);
    lines.add("  warm-up: " + warmUp);
    return lines;
  }
}
