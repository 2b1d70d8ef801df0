package io.gannet.bench.hostile;

import java.io.IOException;
import java.util.Optional;
import java.util.function.Function;

/**
 * A kind of hostile client, as often as it comes.
 *
 * @param name on the command line and in tables
 * @param what it does, in a few words
 * @param habit of its crowd; empty if it is more than a crowd
 * @param connectionsMax what the server is to accept; 0 for what is usual
 * @param isForGannet whether only a Gannet has what is attacked
 * @param complaint what of its toll must not be; empty if nothing is wrong
 */
public record Case(
    String name,
    String what,
    Optional<Habit> habit,
    Attack attack,
    Preparation preparation,
    int connectionsMax,
    boolean isForGannet,
    Function<Toll, String> complaint) {

  /** Stores what is going to be asked for, before anybody measures. */
  @FunctionalInterface
  interface Preparation {
    void store(Conversation server) throws IOException;
  }

  /** So many clients of a habit. */
  static Case crowd(String name, String what, int count, Habit habit) {
    return new Case(name, what, Optional.of(habit),
        site -> new Crowd(site.server(), habit, count).start(), server -> { }, 0, false,
        toll -> "");
  }

  /** Any attack. */
  static Case of(String name, String what, Attack attack) {
    return new Case(
        name, what, Optional.empty(), attack, server -> { }, 0, false, toll -> "");
  }

  /** With this stored before. */
  Case storing(Preparation other) {
    return new Case(name, what, habit, attack, other, connectionsMax, isForGannet, complaint);
  }

  /** Against a server of so many connections. */
  Case withConnectionsMax(int most) {
    return new Case(name, what, habit, attack, preparation, most, isForGannet, complaint);
  }

  /** Only for a Gannet. */
  Case forGannet() {
    return new Case(name, what, habit, attack, preparation, connectionsMax, true, complaint);
  }

  /** None of what is so called may happen to its clients. */
  Case without(String... counts) {
    return new Case(name, what, habit, attack, preparation, connectionsMax, isForGannet,
        toll -> complaint(toll, counts));
  }

  private static String complaint(Toll toll, String... counts) {
    StringBuilder text = new StringBuilder();
    for (String count : counts) {
      if (toll.count(count) > 0) {
        text.append(text.isEmpty() ? "" : ", ").append(toll.count(count)).append(' ').append(count);
      }
    }
    return text.toString();
  }

  /** What is wrong with what became of its clients. */
  Optional<String> wrong(Toll toll) {
    return Optional.of(complaint.apply(toll)).filter(text -> !text.isEmpty());
  }
}
