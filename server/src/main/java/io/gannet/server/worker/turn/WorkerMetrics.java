package io.gannet.server.worker.turn;

import io.gannet.engine.metrics.Counter;
import io.gannet.engine.metrics.Histogram;
import io.gannet.engine.metrics.MetricGroup;
import io.gannet.server.worker.option.WorkerOptions;

/** What one worker counts. Its thread is the only writer. */
public final class WorkerMetrics extends MetricGroup {
  private static final int NS_DECIMALS = 9;

  /** Turns of the duty cycle. */
  public final Counter turns = counter("worker_turns_total", null, "Turns of the worker's loop.");

  /** The most work in one turn. */
  public final Counter turnRequestsMax =
      maximum(
          "worker_turn_requests_max",
          null,
          "The most requests in one turn, and what they cost beyond that in requests.");

  /** The longest turn. */
  public final Counter turnNsMax = new Counter();

  /** How long turns took. */
  public final Histogram turnTimes;

  /** How long replies took from wire to wire, of those that are sampled. */
  public final Histogram wireTimes;

  /** Slices of walks. */
  public final Counter walkSlices =
      counter("walk_slices_total", null, "Turns in which a walk over the store went on.");

  /** Enters into the kernel. */
  public final Counter enters =
      counter("ring_enters_total", "ring_enters", "Calls of io_uring_enter(2).");

  /** Entries submitted. */
  public final Counter sqes =
      counter("ring_sqes_total", "ring_sqes", "Submission queue entries submitted.");

  /** Entries completed. */
  public final Counter cqes =
      counter("ring_cqes_total", "ring_cqes", "Completion queue entries reaped.");

  /** Enters that the kernel refused. */
  public final Counter enterErrors =
      counter("ring_enter_errors_total", null, "Calls of io_uring_enter(2) that failed.");

  /** The kernel's own count of CQEs that found no place. */
  public final Counter overflow =
      gauge(
          "ring_cq_overflow", "ring_cq_overflow", "CQEs that found the ring full: a bug if not 0.");

  /** Stale CQEs. */
  public final Counter stale =
      counter("ring_stale_cqes_total", null, "CQEs of a connection that is gone: a bug if not 0.");

  /** Ends of a multishot receive for want of buffers. */
  public final Counter noBuffers =
      counter("recv_enobufs_total", null, "Receives that found no provided buffer.");

  /** Receives armed. */
  public final Counter arms =
      counter("recv_arms_total", null, "Multishot receives armed or armed again.");

  /** Receives with bytes. */
  public final Counter receives = counter("recv_total", null, "Receives that brought bytes.");

  /** Receives into the connection's own place. */
  public final Counter ownReceives =
      counter(
          "recv_own_total",
          null,
          "Receives into the connection's own place, not a shared buffer.");

  /** Values received into their place. */
  public final Counter valueReceives =
      counter("recv_in_place_total", null, "Receives of a value straight into the store.");

  /** Bytes in. */
  public final Counter bytesRead =
      counter("bytes_read_total", "bytes_read", "Bytes received from clients.");

  /** Sends. */
  public final Counter sends = counter("sends_total", null, "Sends submitted.");

  /** Sends with more than one piece. */
  public final Counter vectoredSends =
      counter("sends_vectored_total", null, "Sends of several pieces (sendmsg).");

  /** Sends put off. */
  public final Counter sendsHeldBack =
      counter(
          "sends_held_back_total", null,
          "Times that replies were held back, 1 ms at most, for those of others' shards.");

  /** Sends with SEND_ZC. */
  public final Counter zeroCopySends =
      counter("sends_zero_copy_total", null, "Sends without a copy (SEND_ZC).");

  /** Sends cut short. */
  public final Counter shortSends =
      counter("sends_short_total", null, "Sends that the kernel did not finish.");

  /** Bytes out. */
  public final Counter bytesWritten =
      counter("bytes_written_total", "bytes_written", "Bytes sent to clients.");

  /** Bytes of replies that were written by us. */
  public final Counter bytesComposed =
      counter(
          "reply_bytes_composed_total", null,
          "Bytes of replies that were composed, not sent from where they lie in the store.");

  /** Connections taken over from the listener. */
  public final Counter adopted =
      counter("connections_adopted_total", null, "Connections handed to the worker.");

  /** Connections released. */
  public final Counter released =
      counter("connections_released_total", null, "Connections closed and forgotten.");

  /** Connections that the worker could not take. */
  public final Counter refused =
      counter("connections_refused_total", null, "Connections that found no slot.");

  /** Connections lost by error. */
  public final Counter resets =
      counter("connections_reset_total", null, "Connections that ended with an error.");

  /** Idle connections closed. */
  public final Counter idleKicks =
      counter("connections_idle_closed_total", "idle_kicks", "Connections closed for idleness.");

  /** Connections closed because they stand still. */
  public final Counter stallKicks =
      counter(
          "connections_stalled_closed_total",
          "stall_kicks",
          "Connections closed because they neither read what they asked for nor sent on a value.");

  /** Connections closed because another worker does not answer. */
  public final Counter shardKicks =
      counter(
          "connections_unanswered_closed_total",
          "shard_kicks",
          "Connections closed because the worker whose keys they asked for gave no answer.");

  /** Operations asked how far they are. */
  public final Counter probes =
      counter(
          "connection_probes_total", null, "Sends and receives that were asked how far they are.");

  /** Replies cut at the end. */
  public final Counter cutReplies =
      counter("replies_cut_total", null, "Connections reset at the end, with replies unsent.");

  /** Pauses of reading from a connection. */
  public final Counter pauses =
      counter(
          "connection_pauses_total",
          null,
          "Times a connection was not read from because of unsent replies.");

  /** Times that somebody's turn was over. */
  public final Counter yields =
      counter(
          "connection_turns_awaited_total",
          "conn_yields",
          "Times a connection had to wait for its turn, having had its part of one or come late.");

  /** Connections open. */
  public final Counter connections =
      gauge("connections", "curr_connections", "Connections open now.");

  /** Connections that are sampled. */
  public final Counter sampled =
      gauge(
          "connections_wire_sampled", null,
          "Connections of which replies are timed from wire to wire.");

  /** Provided buffers that wait for their connection's replies to be sent. */
  public final Counter heldBuffers =
      gauge("recv_buffers_held", null, "Provided buffers that wait for room in the output.");

  /** Blocks of output in use. */
  public final Counter blocksUsed =
      gauge("output_blocks_used", null, "Blocks of the output pool in use.");

  /** Chunks of output in use. */
  public final Counter chunksUsed =
      gauge("output_chunks_used", null, "Stretches of bytes that wait to be sent.");

  /** Answers that are promised. */
  public final Counter promises =
      gauge("output_promises", null, "Replies that wait for an answer that is still to come.");

  /** Answers that came before one that was promised first. */
  public final Counter promisesOvertaken =
      counter(
          "output_promises_overtaken_total",
          null,
          "Answers that came before another that their connection was promised first.");

  /** Connections whose turn has not come. */
  public final Counter runnable =
      gauge("connections_runnable", null, "Connections that wait for their turn.");

  /** Connections that wait for memory. */
  public final Counter waitingForMemory =
      gauge(
          "connections_waiting_for_memory", null, "Connections that wait for memory of the store.");

  /** What is told in {@code stats latency} beside the requests. */
  private static final class Latencies extends MetricGroup {
    final Histogram turns =
        histogram("worker_turn_seconds", "turn",
            "Turns of the worker's loop, from what was there to do to the entry into the kernel.",
            Histogram.ofNs());

    final Histogram wire =
        histogram("wire_to_wire_seconds", "wire",
            "From when the kernel had the last byte of a receive to when the replies to it were"
                + " seen to be sent, of one connection in --wire-sample.",
            Histogram.ofNs());

    Latencies() {
      super("latency", null);
    }
  }

  /** Nothing has happened yet. */
  public WorkerMetrics() {
    Latencies latencies = part(new Latencies());
    turnTimes = latencies.turns;
    wireTimes = latencies.wire;
    maximum(
        "worker_turn_seconds_max", null, NS_DECIMALS,
        "The longest turn, pauses of the host included.", turnNsMax::get);
    gauge("worker_threads", "threads", "Worker threads.", () -> 1);
  }

  /** Tells beside what is in use how much of it there is. */
  public void tellLimits(WorkerOptions options) {
    long buffers = options.receiveBuffers();
    long bytes = options.receiveBufferBytes();
    gauge("recv_buffers", "read_buf_count", "Provided buffers.", () -> buffers);
    gauge("recv_buffers_bytes", "read_buf_bytes", "Bytes of them.", () -> buffers * bytes);
    gauge("recv_buffers_free_bytes", "read_buf_bytes_free", "Bytes of those that are not held.",
        () -> (buffers - heldBuffers.get()) * bytes);
    gauge("output_blocks", null, "Blocks of the output pool.", options::outputBlocks);
    gauge("output_blocks_bytes", null, "Bytes of them.",
        () -> (long) options.outputBlocks() * options.outputBlockBytes());
    gauge(null, "response_obj_count", "Stretches of bytes that wait to be sent.",
        chunksUsed::get);
    gauge(null, "response_obj_bytes", "Bytes of the blocks of output in use.",
        () -> blocksUsed.get() * options.outputBlockBytes());
  }
}
