package io.gannet.bench.doctor;

import java.util.List;

/**
 * What came of opening a ring.
 *
 * @param works whether a request went through it
 * @param text what is in force, or which call failed and how
 * @param missing what Gannet uses and this kernel lacks, each with its release
 * @param missingUnused what this kernel lacks and Gannet does without
 * @param cure what to do when it does not work
 */
public record RingProbe(
    boolean works,
    String text,
    List<String> missing,
    List<String> missingUnused,
    String cure) {

  static RingProbe works(List<String> missing, List<String> missingUnused) {
    return new RingProbe(true, "a request went through a ring", missing, missingUnused, "");
  }

  static RingProbe fails(String text, String cure) {
    return new RingProbe(false, text, List.of(), List.of(), cure);
  }
}
