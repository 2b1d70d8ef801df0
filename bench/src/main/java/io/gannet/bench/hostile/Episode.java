package io.gannet.bench.hostile;

import io.gannet.bench.beside.Seen;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A case against a server, once.
 *
 * @param seen by the neighbour, from the attack's beginning to its end; empty if it came to none
 * @param recoveryMs until all was given back, after the attack; empty if it never was
 * @param toll what became of the hostile clients
 * @param wrongs what must not be, in words; empty if all is well
 * @param skipped why it was not tried; empty if it was
 */
public record Episode(
    Case about,
    String server,
    Optional<Seen> seen,
    Holdings before,
    Holdings during,
    Holdings after,
    OptionalLong recoveryMs,
    Map<String, Long> toll,
    List<String> wrongs,
    String skipped) {
  private static final Holdings UNKNOWN = new Holdings(0, 0, Map.of());

  static Episode skipped(Case about, String server, String why) {
    return new Episode(about, server, Optional.empty(), UNKNOWN, UNKNOWN, UNKNOWN,
        OptionalLong.empty(), Map.of(), List.of(), why);
  }

  static Episode failed(Case about, String server, String why) {
    return new Episode(about, server, Optional.empty(), UNKNOWN, UNKNOWN, UNKNOWN,
        OptionalLong.empty(), Map.of(), List.of(why), "");
  }

  /** Whether every answer came, was right, and all was given back. */
  public boolean isWell() {
    return wrongs.isEmpty();
  }
}
