package io.gannet.ffi.simulated;

import java.util.PriorityQueue;

/** What happens later, by its time; of what is due together first what was asked for first. */
final class Timeline {
  private record Event(long atNs, long number, Runnable what) implements Comparable<Event> {
    @Override
    public int compareTo(Event other) {
      int byTime = Long.compare(atNs, other.atNs);
      return byTime != 0 ? byTime : Long.compare(number, other.number);
    }
  }

  private final PriorityQueue<Event> events = new PriorityQueue<>();
  private long number;

  void at(long atNs, Runnable what) {
    events.add(new Event(atNs, number++, what));
  }

  boolean isEmpty() {
    return events.isEmpty();
  }

  /** When the next is due; there is one. */
  long nextNs() {
    return events.peek().atNs;
  }

  /** Lets everything happen that is due, and what follows from it at once. */
  void runUntil(long nowNs) {
    while (!events.isEmpty() && events.peek().atNs <= nowNs) {
      events.poll().what.run();
    }
  }
}
