package io.gannet.bench.micro;

import io.gannet.engine.mail.Doorbell;
import io.gannet.engine.mail.MailConsumer;
import io.gannet.engine.mail.MailProducer;
import io.gannet.engine.mail.MailRing;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.TimeUnit;
import org.jctools.queues.atomic.SpscAtomicArrayQueue;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Group;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Control;

/**
 * A message of {@value #BYTES} bytes from one worker to another, copied in and copied out, on two
 * CPUs that have nothing else to do: {@code ring} is ours, {@code rung} that with the question
 * whether the other sleeps, {@code queue} JCTools' queue of places whose bytes are in memory of
 * their own; each one by one, and in batches of {@value #BATCH}. {@code alone} is by one thread:
 * the instructions, and no cache line that travels.
 */
@DataPlane
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class MailBenchmark {
  private static final int BYTES = 64;
  private static final int BATCH = 32;

  private final MemorySegment bytes = Arena.ofAuto().allocate(BYTES, BYTES);

  /** A ring, its ends, and a doorbell whose owner is awake. */
  @State(Scope.Group)
  public static class Ring {
    private static final int CAPACITY = 1 << 16;

    private final MemorySegment memory =
        Arena.ofAuto().allocate(MailRing.bytes(CAPACITY) + Doorbell.BYTES, MailRing.ALIGNMENT);
    private final MailRing ring = new MailRing(memory, 0, CAPACITY);
    private final MailProducer producer = ring.producer();
    private final MailConsumer consumer = ring.consumer();
    private final Doorbell doorbell = new Doorbell(memory, MailRing.bytes(CAPACITY));

    boolean send(MemorySegment payload, int count, Control control) {
      for (int i = 0; i < count; i++) {
        long at = producer.claim(BYTES);
        while (at == MailRing.NONE && !control.stopMeasurement) {
          producer.publish();
          Thread.onSpinWait();
          at = producer.claim(BYTES);
        }
        if (at != MailRing.NONE) {
          MemorySegment.copy(payload, 0, memory, at, BYTES);
          producer.commit(1, BYTES);
        }
      }
      return producer.publish();
    }

    void take(MemorySegment into, int count, Control control) {
      for (int taken = 0; taken < count && !control.stopMeasurement; ) {
        long at = consumer.next();
        if (at == MailRing.NONE) {
          consumer.release();
          Thread.onSpinWait();
        } else {
          MemorySegment.copy(memory, at, into, 0, consumer.length(at));
          taken++;
        }
      }
      consumer.release();
    }
  }

  /** The same by one thread. */
  @State(Scope.Thread)
  public static class OwnRing {
    private final Ring ring = new Ring();
  }

  /** A queue of places, with twice as many of these: none is written that is still read. */
  @State(Scope.Group)
  public static class Places {
    private static final int CAPACITY = 1 << 10;

    private final MemorySegment memory = Arena.ofAuto().allocate(2L * CAPACITY * BYTES, 128);
    private final SpscAtomicArrayQueue<Place> queue = new SpscAtomicArrayQueue<>(CAPACITY);
    private final Place[] places = new Place[2 * CAPACITY];
    private int next;

    /** Where a message lies. */
    private record Place(long offset) {}

    /** Makes all of them. */
    public Places() {
      for (int i = 0; i < places.length; i++) {
        places[i] = new Place((long) i * BYTES);
      }
    }

    private Place write(MemorySegment payload) {
      Place place = places[next++ & places.length - 1];
      MemorySegment.copy(payload, 0, memory, place.offset, BYTES);
      return place;
    }

    void send(MemorySegment payload, int count, Control control) {
      for (int i = 0; i < count; i++) {
        Place place = write(payload);
        while (!queue.offer(place) && !control.stopMeasurement) {
          Thread.onSpinWait();
        }
      }
    }

    void take(MemorySegment into, int count, Control control) {
      for (int taken = 0; taken < count && !control.stopMeasurement; ) {
        Place place = queue.poll();
        if (place == null) {
          Thread.onSpinWait();
        } else {
          MemorySegment.copy(memory, place.offset, into, 0, BYTES);
          taken++;
        }
      }
    }
  }

  /** The same by one thread. */
  @State(Scope.Thread)
  public static class OwnPlaces {
    private final Places places = new Places();
  }

  /** In and out of a ring. */
  @Benchmark
  public MemorySegment aloneRing(OwnRing own, Control control) {
    own.ring.send(bytes, 1, control);
    own.ring.take(bytes, 1, control);
    return bytes;
  }

  /** In and out of a queue. */
  @Benchmark
  public MemorySegment aloneQueue(OwnPlaces own, Control control) {
    own.places.send(bytes, 1, control);
    own.places.take(bytes, 1, control);
    return bytes;
  }

  /** The producer's half: a full ring is waited for. */
  @Benchmark
  @Group("ring1")
  public void ring1Send(Ring ring, Control control) {
    ring.send(bytes, 1, control);
  }

  /** The consumer's half: an empty ring is waited for. */
  @Benchmark
  @Group("ring1")
  public MemorySegment ring1Take(Ring ring, Control control) {
    ring.take(bytes, 1, control);
    return bytes;
  }

  /** In batches. */
  @Benchmark
  @Group("ring32")
  @OperationsPerInvocation(BATCH)
  public void ring32Send(Ring ring, Control control) {
    ring.send(bytes, BATCH, control);
  }

  /** In batches. */
  @Benchmark
  @Group("ring32")
  @OperationsPerInvocation(BATCH)
  public MemorySegment ring32Take(Ring ring, Control control) {
    ring.take(bytes, BATCH, control);
    return bytes;
  }

  /** With the question whether the other sleeps. */
  @Benchmark
  @Group("rung1")
  public boolean rung1Send(Ring ring, Control control) {
    return ring.send(bytes, 1, control) && ring.doorbell.takeWake();
  }

  /** As without it. */
  @Benchmark
  @Group("rung1")
  public MemorySegment rung1Take(Ring ring, Control control) {
    ring.take(bytes, 1, control);
    return bytes;
  }

  /** One question a batch. */
  @Benchmark
  @Group("rung32")
  @OperationsPerInvocation(BATCH)
  public boolean rung32Send(Ring ring, Control control) {
    return ring.send(bytes, BATCH, control) && ring.doorbell.takeWake();
  }

  /** As without it. */
  @Benchmark
  @Group("rung32")
  @OperationsPerInvocation(BATCH)
  public MemorySegment rung32Take(Ring ring, Control control) {
    ring.take(bytes, BATCH, control);
    return bytes;
  }

  /** Theirs, one by one. */
  @Benchmark
  @Group("queue1")
  public void queue1Send(Places places, Control control) {
    places.send(bytes, 1, control);
  }

  /** Theirs, one by one. */
  @Benchmark
  @Group("queue1")
  public MemorySegment queue1Take(Places places, Control control) {
    places.take(bytes, 1, control);
    return bytes;
  }

  /** Theirs, {@value #BATCH} an invocation: each is published by itself. */
  @Benchmark
  @Group("queue32")
  @OperationsPerInvocation(BATCH)
  public void queue32Send(Places places, Control control) {
    places.send(bytes, BATCH, control);
  }

  /** Theirs, {@value #BATCH} an invocation. */
  @Benchmark
  @Group("queue32")
  @OperationsPerInvocation(BATCH)
  public MemorySegment queue32Take(Places places, Control control) {
    places.take(bytes, BATCH, control);
    return bytes;
  }
}
