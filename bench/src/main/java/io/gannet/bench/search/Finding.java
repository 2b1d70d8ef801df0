package io.gannet.bench.search;

import java.util.List;
import java.util.Locale;

/**
 * The answer of a search.
 *
 * @param end why it stopped
 * @param metPerSecond the highest rate that met the objective, or 0
 * @param failedPerSecond the lowest rate that did not, or infinity
 * @param probes all that were made, in order
 */
public record Finding(
    Objective objective,
    End end,
    double metPerSecond,
    double failedPerSecond,
    List<Probe> probes) {

  /** Why a search stops. */
  public enum End {
    FOUND,
    UNATTAINABLE,
    GENERATOR,
    ERRORS,
    PROBES
  }

  /** Whether {@code metPerSecond} is the server's own limit, to the precision asked. */
  public boolean isAnswer() {
    return end == End.FOUND;
  }

  /** In words. */
  public String sentence() {
    if (metPerSecond == 0 && end != End.UNATTAINABLE) {
      return text("nothing found: %s at %,.0f requests/s, the lowest rate tried",
          switch (end) {
            case ERRORS -> "errors";
            case GENERATOR -> "the generator, not the server, is the limit";
            default -> objective + " is not met";
          },
          failedPerSecond);
    }
    return switch (end) {
      case FOUND -> text("%,.0f requests/s meet %s; %,.0f do not",
          metPerSecond, objective, failedPerSecond);
      case UNATTAINABLE -> text("not attainable: not even %,.0f requests/s meet %s",
          failedPerSecond, objective);
      case GENERATOR -> text("at least %,.0f requests/s meet %s; at %,.0f the generator is the "
          + "limit, not the server: give it more --cpus", metPerSecond, objective, failedPerSecond);
      case ERRORS -> text("%,.0f requests/s meet %s; at %,.0f there are errors",
          metPerSecond, objective, failedPerSecond);
      case PROBES -> text("undecided after %d probes: %,.0f requests/s meet %s, %s",
          probes.size(), metPerSecond, objective, failedPerSecond == Double.POSITIVE_INFINITY
              ? "and no rate failed"
              : text("%,.0f do not", failedPerSecond));
    };
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
