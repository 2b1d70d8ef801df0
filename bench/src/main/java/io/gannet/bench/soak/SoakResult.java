package io.gannet.bench.soak;

import io.gannet.bench.beside.Seen;
import java.util.List;

/**
 * How it went.
 *
 * @param neighbour what a well-behaved client saw meanwhile
 * @param early what the server's process had when all had warmed up
 * @param late the same before clients left
 * @param wrongs in words; empty if all is well
 */
public record SoakResult(
    Deeds deeds, Seen neighbour, Footprint early, Footprint late, List<String> wrongs) {
  /**
   * What a process has.
   *
   * @param residentBytes 0 if that is not known
   * @param descriptors 0 likewise
   */
  public record Footprint(long residentBytes, int descriptors) {}
}
