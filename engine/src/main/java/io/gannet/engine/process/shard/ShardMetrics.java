package io.gannet.engine.process.shard;

import io.gannet.engine.metrics.Counter;
import io.gannet.engine.metrics.MetricGroup;

/** What a worker counts of commands that go to other shards, and of theirs that come to its own. */
public final class ShardMetrics extends MetricGroup {
  /** Commands sent to their owners. */
  public final Counter forwarded =
      counter("shard_commands_forwarded_total", null, "Commands sent to the shard of their key.");

  /** Items read where they are. */
  public final Counter readInPlace =
      counter(
          "shard_reads_in_place_total", null, "Gets of other shards' keys, read where they are.");

  /** Reads that met the owner at work. */
  public final Counter readsRepeated =
      counter("shard_reads_repeated_total", null, "Such reads that had to be repeated.");

  /** Those that were not worth repeating again. */
  public final Counter readsGivenUp =
      counter(
          "shard_reads_given_up_total",
          null,
          "Such reads that met the owner at work twice: it was asked instead.");

  /** Commands of others carried out. */
  public final Counter served =
      counter("shard_commands_served_total", null, "Commands of other workers carried out.");

  /** Commands that found no room. */
  public final Counter full =
      counter("shard_ring_full_total", null, "Commands that found the ring to their owner full.");

  /** Gets that found no room for their values. */
  public final Counter valuesFull =
      counter(
          "shard_values_full_total",
          null,
          "Gets that waited, as too many values were asked for already.");

  /** Commands that had to wait at their owner's. */
  public final Counter parked =
      counter(
          "shard_commands_parked_total", null, "Commands that waited for memory at their owner's.");

  /** Values that were refused. */
  public final Counter refused =
      counter(
          "shard_values_refused_total", null, "Gets told as misses, for want of room.");

  /** Commands that wait at this owner. */
  public final Counter parkedNow =
      gauge("shard_commands_parked", null, "Commands of others that wait for memory here.");

  /** Answers that found no room in their conversation's output. */
  public final Counter kept =
      counter("shard_answers_kept_total", null, "Answers that waited for room in the output.");

  /** Answers that nobody awaits any more. */
  public final Counter dropped =
      counter(
          "shard_answers_dropped_total", null, "Answers that came when who had asked was gone.");

  /** Commands whose answer is awaited. */
  public final Counter awaited =
      gauge("shard_answers_awaited", null, "Commands whose answer has not come.");

  /** None of them has happened. */
  public ShardMetrics() {}
}
