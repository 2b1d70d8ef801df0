package io.gannet.bench.beside;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.gannet.ffi.linux.Resource;
import java.io.IOException;
import java.net.SocketAddress;
import java.util.concurrent.locks.LockSupport;

/**
 * A client that does nothing wrong, on a thread and a connection of its own: sets and gets of 100
 * bytes over a few keys, one request at a time, a millisecond between two. It remembers what was
 * acknowledged, so it knows a wrong answer.
 *
 * <p>An answer that has not come after {@link #PATIENCE_NS} does not come; it then goes on by a new
 * connection, as clients do.
 */
public final class Neighbour implements AutoCloseable {
  /** So long it waits for an answer. */
  public static final long PATIENCE_NS = 5_000_000_000L;

  private static final long THINK_NS = 1_000_000;
  private static final long RETRY_NS = 100_000_000;
  private static final int NICE = -15;
  private static final int KEYS = 64;
  private static final long JOIN_MS_MAX = 10_000;

  private final SocketAddress server;
  private final Value[] values = new Value[KEYS];
  private final Thread thread = new Thread(this::run, "neighbour");
  private Line line;
  private long requests;

  // Guarded by this; null while it is silent.
  private Seen seen;
  private boolean isAsking;
  private boolean over;

  private volatile boolean isHeld;
  private volatile long heldUntilNs = System.nanoTime();

  private Neighbour(SocketAddress server) {
    this.server = server;
    for (int i = 0; i < KEYS; i++) {
      values[i] = new Value(String.format("neighbour-%02d", i));
    }
    thread.setDaemon(true);
  }

  /**
   * Connected, and silent.
   *
   * @throws IOException if nobody is there
   */
  public static Neighbour connect(SocketAddress server) throws IOException {
    Neighbour neighbour = new Neighbour(server);
    neighbour.line = new Line(server);
    neighbour.thread.start();
    return neighbour;
  }

  /** Asks from now on. */
  public synchronized void begin() {
    seen = new Seen();
    notifyAll();
  }

  /** Asks no more; waits for the answer to what it has asked, and says what it saw. */
  public synchronized Seen end() throws InterruptedException {
    Seen all = seen;
    if (all == null) {
      throw new IllegalStateException("end without begin");
    }
    seen = null;
    while (isAsking) {
      wait();
    }
    return all;
  }

  /** The server is stopped from outside: what is waited for meanwhile is nobody's fault. */
  public void hold() {
    isHeld = true;
  }

  /** It goes on: waits count from here. */
  public void release() {
    heldUntilNs = System.nanoTime();
    isHeld = false;
  }

  private void run() {
    // It measures the server, not how this process shares its CPU; refused where we may not.
    Resource.setpriority(Resource.PRIO_PROCESS, 0, NICE);
    for (Seen now = next(); now != null; now = next()) {
      try {
        think(now);
        exchange(now);
      } finally {
        answered();
      }
    }
  }

  private synchronized Seen next() {
    while (seen == null && !over) {
      try {
        wait();
      } catch (InterruptedException e) {
        return null;
      }
    }
    isAsking = !over;
    return over ? null : seen;
  }

  private synchronized void answered() {
    isAsking = false;
    notifyAll();
  }

  private static void think(Seen seen) {
    long untilNs = System.nanoTime() + THINK_NS;
    LockSupport.parkNanos(THINK_NS);
    seen.overslept(System.nanoTime() - untilNs);
  }

  private void exchange(Seen seen) {
    long askedNs = System.nanoTime();
    try {
      if (line == null) {
        line = new Line(server);
      }
      long number = requests++;
      int key = (int) (number / 2 % KEYS);
      if (number % 2 == 0) {
        set(seen, values[key], number, askedNs);
      } else {
        get(seen, values[(key + KEYS / 2) % KEYS], askedNs); // stored a while ago
      }
    } catch (IOException e) {
      seen.answered(waitedNs(askedNs));
      seen.fault(kind(e));
      hangUp();
    }
  }

  private static String kind(IOException e) {
    String message = String.valueOf(e.getMessage());
    return message.startsWith("Connection reset") || message.startsWith("Broken pipe")
        ? "closed by the server"
        : message;
  }

  private void set(Seen seen, Value value, long number, long askedNs) throws IOException {
    value.forget();
    line.ask(value.set(number));
    boolean isWhole = false;
    while (!isWhole) {
      if (!line.more() && isHopeless(seen, askedNs)) {
        return;
      }
      isWhole = Value.endsLine(line.reply, line.length());
    }
    seen.answered(waitedNs(askedNs));
    if (line.begins("STORED\r\n")) {
      value.stored(number);
    } else {
      seen.fault(text(line));
    }
  }

  private void get(Seen seen, Value value, long askedNs) throws IOException {
    line.ask(value.get());
    boolean isWhole = false;
    while (!isWhole) {
      if (!line.more() && isHopeless(seen, askedNs)) {
        return;
      }
      isWhole = line.length() > 0 && Value.isWhole(line.reply, line.length());
    }
    seen.answered(waitedNs(askedNs));
    if (!value.isRight(line.reply, line.length())) {
      seen.fault(line.begins("VALUE ") ? "a value that nobody stored" : text(line));
    }
  }

  private static String text(Line line) {
    return new String(line.reply, 0, line.length(), US_ASCII).strip();
  }

  private boolean isHopeless(Seen seen, long askedNs) {
    if (isHeld || waitedNs(askedNs) < PATIENCE_NS) {
      return false;
    }
    seen.unanswered(waitedNs(askedNs));
    hangUp();
    return true;
  }

  private long waitedNs(long askedNs) {
    long now = System.nanoTime();
    return now - heldUntilNs < now - askedNs ? now - heldUntilNs : now - askedNs;
  }

  private void hangUp() {
    if (line != null) {
      line.close();
      line = null;
    }
    LockSupport.parkNanos(RETRY_NS);
  }

  @Override
  public void close() {
    synchronized (this) {
      over = true;
      notifyAll();
    }
    try {
      thread.join(JOIN_MS_MAX);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (line != null) {
      line.close();
    }
  }
}
