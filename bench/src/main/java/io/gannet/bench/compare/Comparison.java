package io.gannet.bench.compare;

import static io.gannet.bench.report.Figures.timeUs;

import io.gannet.bench.load.LoadException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Runs a job on all contestants in turns. A run counts only when it was quiet and without errors;
 * another one is tried in its place, a bounded number of times, and what did not count is noted.
 */
public final class Comparison {
  private static final int TRIES_MAX = 3;
  private static final double BUSY_MAX = 0.9;

  private final List<Contestant> contestants;
  private final Rules rules;
  private final Consumer<String> log;

  /**
   * When a run counts.
   *
   * @param rehearsals runs of each that count for nothing, before the first round: compilers are at
   *     work in them, the server's and this process's
   * @param rounds in which each contestant runs once
   * @param othersCoresMax CPU time over time that anyone else may use meanwhile
   * @param pauseMs before a run is tried again
   */
  public record Rules(int rehearsals, int rounds, double othersCoresMax, long pauseMs) {}

  /** The first contestant is the baseline. */
  public Comparison(List<Contestant> contestants, Rules rules, Consumer<String> log) {
    this.contestants = List.copyOf(contestants);
    this.rules = rules;
    this.log = log;
  }

  /** Blocks until all rounds are over. */
  public Outcome run(Job job) {
    Course course = new Course(job);
    log.accept(job.name());
    contestants.forEach(course::fill);
    for (int rehearsal = 0; rehearsal < rules.rehearsals(); rehearsal++) {
      contestants.forEach(course::rehearse);
    }
    for (int round = 0; round < rules.rounds(); round++) {
      for (Contestant contestant : Rounds.order(contestants, round)) {
        course.run(round, contestant);
      }
    }
    contestants.forEach(course::judge);
    List<String> names = contestants.stream().map(Contestant::name).toList();
    return new Outcome(job, names, course.tally, List.copyOf(course.notes));
  }

  /** What becomes of one job. */
  private final class Course {
    private final Job job;
    private final Tally tally = new Tally();
    private final Set<Contestant> withdrawn = new LinkedHashSet<>();
    private final List<String> notes = new ArrayList<>();

    Course(Job job) {
      this.job = job;
    }

    void fill(Contestant contestant) {
      try {
        contestant.fill(job);
      } catch (LoadException e) {
        withdraw(contestant, "cannot be filled: " + e.getMessage());
      }
    }

    void rehearse(Contestant contestant) {
      unlessWithdrawn(contestant, () -> contestant.run(job));
    }

    void run(int round, Contestant contestant) {
      unlessWithdrawn(contestant, () -> attempt(round, contestant));
    }

    private void unlessWithdrawn(Contestant contestant, Runnable part) {
      if (withdrawn.contains(contestant)) {
        return;
      }
      try {
        part.run();
      } catch (LoadException e) {
        withdraw(contestant, e.getMessage());
      }
    }

    private void attempt(int round, Contestant contestant) {
      for (int tries = 1; tries <= TRIES_MAX; tries++) {
        Trial trial = contestant.run(job);
        Optional<String> fault = fault(trial);
        tell(round, contestant, trial, fault);
        if (fault.isEmpty()) {
          tally.add(round, contestant.name(), trial.figures());
          return;
        }
        if (trial.errors() > 0 && tries > 1) {
          withdraw(contestant, fault.get());
          return;
        }
        pause();
      }
    }

    private Optional<String> fault(Trial trial) {
      if (trial.errors() > 0) {
        return Optional.of(trial.errors() + " errors " + trial.errorKinds());
      }
      return trial.othersCores() > rules.othersCoresMax()
          ? Optional.of(text("others used %.2f of a core", trial.othersCores()))
          : Optional.empty();
    }

    private void withdraw(Contestant contestant, String why) {
      withdrawn.add(contestant);
      note(contestant, "not measured further: " + why.replaceAll("\\n\\s*", "; "));
    }

    private void note(Contestant contestant, String what) {
      notes.add(contestant.name() + ": " + what);
      log.accept("  " + contestant.name() + ": " + what);
    }

    /** What the figures of a contestant must not be read without. */
    void judge(Contestant contestant) {
      int count = tally.count(contestant.name());
      if (count < rules.rounds() && !withdrawn.contains(contestant)) {
        note(contestant, "only " + count + " of " + rules.rounds() + " rounds were quiet");
      }
      double busy = tally.medianBusy(contestant.name());
      if (busy > BUSY_MAX && !job.plan().arrivals().open()) {
        note(contestant, text(
            "the generator was busy %.0f %% of the time: requests/s is its limit, not the "
                + "server's; CPU per request is the server's own", busy * 100));
      }
    }
  }

  private void tell(int round, Contestant contestant, Trial trial, Optional<String> fault) {
    Figures figures = trial.figures();
    log.accept(text("  %d/%d %-16s %,12.0f/s %8.3f µs CPU  p99 %8s%s",
        round + 1, rules.rounds(), contestant.name(), figures.requestsPerSecond(),
        figures.cpuUsPerRequest(), timeUs(figures.p99Us()),
        fault.map(why -> "  does not count: " + why).orElse("")));
  }

  private void pause() {
    try {
      Thread.sleep(rules.pauseMs());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CompareException("interrupted", "");
    }
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
