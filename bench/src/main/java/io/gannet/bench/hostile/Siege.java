package io.gannet.bench.hostile;

import io.gannet.bench.beside.Neighbour;
import io.gannet.bench.beside.Seen;
import io.gannet.bench.compare.CompareException;
import io.gannet.bench.observe.ServerWatch;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Tries cases against servers, and has a well-behaved client look on. */
public final class Siege {
  /** The neighbour's first requests load classes, here and there. */
  private static final Duration NEIGHBOUR_WARM_UP = Duration.ofMillis(300);

  private final Duration warmUp;
  private final Duration duration;

  /** Each attack goes on for so long; once before, as warm-up, unless that is zero. */
  public Siege(Duration warmUp, Duration duration) {
    this.warmUp = warmUp;
    this.duration = duration;
  }

  /** Tries one; afterwards the server serves again, or is given up. */
  public Episode run(Case one, Venue venue) throws InterruptedException {
    if (!warmUp.isZero()) {
      Episode before = run(one, venue, warmUp);
      if (!before.isWell()) {
        return before;
      }
    }
    return run(one, venue, duration);
  }

  private Episode run(Case one, Venue venue, Duration time) throws InterruptedException {
    Episode episode;
    try {
      episode = attempt(one, venue, time);
    } catch (Unavailable e) {
      return Episode.skipped(one, venue.name(), e.getMessage());
    } catch (IOException e) {
      episode = Episode.failed(one, venue.name(), "before the attack: " + e.getMessage());
    } catch (CompareException e) {
      episode = Episode.failed(one, venue.name(), e.getMessage());
    }
    if (!episode.isWell()) {
      venue.spoilt();
    }
    return episode;
  }

  private Episode attempt(Case one, Venue venue, Duration time)
      throws IOException, InterruptedException {
    ServerWatch watch = venue.open(one);
    if (one.isForGannet() && watch.admin().isEmpty()) {
      throw new Unavailable("it is for a Gannet with an admin port");
    }
    try (Conversation server = new Conversation(watch.target())) {
      server.store("small", 100);
      one.preparation().store(server);
    }
    try (Neighbour neighbour = Neighbour.connect(watch.target())) {
      neighbour.begin();
      sleep(NEIGHBOUR_WARM_UP);
      neighbour.end();
      return attack(one, venue, time, watch, neighbour);
    }
  }

  private Episode attack(
      Case one, Venue venue, Duration time, ServerWatch watch, Neighbour neighbour)
      throws IOException, InterruptedException {
    Site site =
        new Site(watch.target(), watch.process(), watch.admin(), neighbour, time);
    Holdings before = Holdings.of(watch);
    neighbour.begin();
    Holdings during;
    Seen seen;
    Toll toll = null;
    Assault assault = one.attack().begin(site);
    try {
      assault.stand();
      sleep(time);
      during = Holdings.of(watch);
      assault.finish();
      seen = neighbour.end();
      toll = assault.end();
    } finally {
      if (toll == null) {
        assault.end();
      }
    }
    List<String> wrongs = new ArrayList<>();
    seen.faults().forEach((kind, count) -> wrongs.add(count + " × " + kind));
    one.wrong(toll).ifPresent(wrongs::add);
    Recovery recovery = Recovery.await(watch, before);
    wrongs.addAll(recovery.wrongs());
    return new Episode(one, venue.name(), Optional.of(seen), before, during, recovery.after(),
        recovery.ms(), toll.counts(), List.copyOf(wrongs), "");
  }

  private static void sleep(Duration time) throws InterruptedException {
    TimeUnit.NANOSECONDS.sleep(time.toNanos());
  }
}
