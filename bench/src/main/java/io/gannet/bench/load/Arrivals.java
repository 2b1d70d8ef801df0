package io.gannet.bench.load;

/**
 * When requests are made.
 *
 * @param kind closed: a new batch when the last is answered; the others: whatever the server does
 * @param perSecond requests a second of all threads together; open loops only
 * @param speed of a trace's own time: 2 is twice as fast; {@link Kind#TRACE} only
 */
public record Arrivals(Kind kind, double perSecond, double speed) {
  /** The ways. */
  public enum Kind {
    CLOSED,
    CONSTANT,
    POISSON,
    TRACE
  }

  /** Connections × depth requests are always on their way. */
  public static Arrivals closed() {
    return new Arrivals(Kind.CLOSED, 0, 1);
  }

  /** Evenly spaced. */
  public static Arrivals constant(double perSecond) {
    return new Arrivals(Kind.CONSTANT, perSecond, 1);
  }

  /** Independent of one another. */
  public static Arrivals poisson(double perSecond) {
    return new Arrivals(Kind.POISSON, perSecond, 1);
  }

  /** As the trace has it. */
  public static Arrivals trace(double speed) {
    return new Arrivals(Kind.TRACE, 0, speed);
  }

  /** Whether requests have a due time of their own. */
  public boolean open() {
    return kind != Kind.CLOSED;
  }
}
