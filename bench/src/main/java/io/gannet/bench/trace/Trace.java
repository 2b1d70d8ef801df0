package io.gannet.bench.trace;

import io.gannet.bench.workload.Ask;
import io.gannet.bench.workload.Op;
import io.gannet.bench.workload.RequestSource;
import io.gannet.bench.workload.Workload;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Requests held in memory, 8 bytes each, and 9 more where they have operations, times and
 * deadlines. Their keys are numbered 0, 1, 2 … in the order of their first appearance. Immutable,
 * any thread.
 */
public final class Trace {
  private static final long MS_NS = 1_000_000;
  private static final Verb[] VERBS = Verb.values();

  private final String name;
  private final String format;
  private final long tickNs;
  private final TraceColumns columns;
  private final double scale;

  Trace(String name, String format, long tickNs, TraceColumns columns, double scale) {
    this.name = name;
    this.format = format;
    this.tickNs = tickNs;
    this.columns = columns;
    this.scale = scale;
  }

  /**
   * Reads a file.
   *
   * @throws TraceException when it cannot be read or understood, or does not fit
   */
  public static Trace load(Path file, TraceOptions options) {
    try (TraceInput in = TraceInput.open(file)) {
      TraceFormat format = begun(in, options.format());
      TraceBuilder builder = new TraceBuilder(options, format.tickNs());
      TraceRecord record = new TraceRecord();
      while (!builder.isFull() && format.read(in, record)) {
        builder.add(record);
      }
      return builder.build(file.getFileName().toString(), format.name());
    }
  }

  /** The format of what is in it, or that of the name; what is no request is behind us then. */
  private static TraceFormat begun(TraceInput in, String name) {
    if (name.equals(TraceOptions.AUTO)) {
      in.skip(Preamble.of(in.head(), TraceFormats::isRecognised));
      return TraceFormats.of(in.head());
    }
    TraceFormat format = TraceFormats.named(name);
    in.skip(Preamble.of(in.head(), format::recognises));
    return format;
  }

  /** The first requests that one client makes of a workload. */
  public static Trace of(Workload workload, long requests) {
    TraceOptions options = new TraceOptions(TraceOptions.AUTO, requests, 0, 0);
    TraceBuilder builder = new TraceBuilder(options, MS_NS);
    RequestSource source = workload.source(0, 1);
    Ask ask = new Ask();
    TraceRecord record = new TraceRecord();
    for (long i = 0; !builder.isFull() && source.next(ask); i++) {
      record.verb = Verb.of(ask.op);
      record.key = ask.key;
      record.keyBytes = ask.keyBytes;
      record.valueBytes = ask.valueBytes;
      record.ttlSec = ask.ttlSec;
      record.tick = ask.atNs < 0 ? i : ask.atNs / MS_NS;
      builder.add(record);
    }
    return builder.build(workload.describe(), "workload");
  }

  /** The same requests with values so many times as large; at least a byte where there was one. */
  public Trace scaled(double factor) {
    return new Trace(name, format, tickNs, columns, scale * factor);
  }

  /** The same requests by another name. */
  public Trace named(String otherName) {
    return new Trace(otherName, format, tickNs, columns, scale);
  }

  /** The same requests over another stretch of time, as far apart from each other as they were. */
  public Trace lasting(Duration span) {
    long ticks = tickOf(requests() - 1) + 1;
    return new Trace(name, format, Math.max(1, span.toNanos() / ticks), columns, scale);
  }

  /** The same keys at the same times, asked for what these columns say. */
  Trace with(String otherName, int[] valueBytes, int[] ttlSec, byte[] verb) {
    TraceColumns others =
        new TraceColumns(
            requests(), keys(), columns.key(), valueBytes, columns.tick(), ttlSec, verb,
            columns.keyBytesOf());
    return new Trace(otherName, format, tickNs, others, scale);
  }

  /** The file's name, or the workload in words. */
  public String name() {
    return name;
  }

  /** How it was written down. */
  public String format() {
    return format;
  }

  /** How many times as large as recorded its values are. */
  public double scale() {
    return scale;
  }

  /** How many requests. */
  public int requests() {
    return columns.requests();
  }

  /** How many distinct keys. */
  public int keys() {
    return columns.keys();
  }

  /** What is asked. */
  public Verb verb(int request) {
    return columns.verb() == null ? Verb.GET : VERBS[columns.verb()[request]];
  }

  /** What a server is asked for it. */
  public Op op(int request) {
    return verb(request).op();
  }

  /** The number of its key. */
  public int key(int request) {
    return columns.key()[request];
  }

  /** Bytes of a key, by its number. */
  public int keyBytes(int key) {
    return columns.keyBytesOf()[key] & 0xff;
  }

  /** Bytes of its value as recorded, before they are scaled. */
  int recordedBytes(int request) {
    return columns.valueBytes()[request];
  }

  /** Bytes of its value: of what it stores, or finds, or having missed would store. */
  public int valueBytes(int request) {
    int bytes = columns.valueBytes()[request];
    if (scale == 1 || bytes == 0) {
      return bytes;
    }
    return Math.clamp(Math.round(bytes * scale), 1, Integer.MAX_VALUE);
  }

  /** Seconds that what it stores lives; 0 is for ever. */
  public int ttlSec(int request) {
    return columns.ttlSec() == null ? 0 : columns.ttlSec()[request];
  }

  /** Whether anything that is stored expires. */
  public boolean hasDeadlines() {
    return columns.ttlSec() != null;
  }

  /** When it was made, since the first, as exactly as was recorded. */
  public long atNs(int request) {
    return tickOf(request) * tickNs;
  }

  private long tickOf(int request) {
    return columns.tick() == null ? request : columns.tick()[request];
  }

  /**
   * How long the time that was recorded stands still: requests of the same {@link #atNs} came
   * within it.
   */
  long tickNs() {
    return tickNs;
  }

  /** Bytes of all keys, each with the largest value that it ever has. */
  public long footprintBytes() {
    int[] largest = new int[keys()];
    for (int i = 0; i < requests(); i++) {
      largest[key(i)] = Math.max(largest[key(i)], valueBytes(i));
    }
    long footprint = 0;
    for (int key = 0; key < largest.length; key++) {
      footprint += keyBytes(key) + (long) largest[key];
    }
    return footprint;
  }

  /** The longest value. */
  public int valueBytesMax() {
    int max = 0;
    for (int i = 0; i < requests(); i++) {
      max = Math.max(max, valueBytes(i));
    }
    return max;
  }
}
