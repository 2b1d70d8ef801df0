package io.gannet.server.worker;

import io.gannet.engine.metrics.Counter;
import io.gannet.engine.metrics.MetricGroup;

/** What one worker counts. Its thread is the only writer. */
public final class WorkerMetrics extends MetricGroup {
  /** Turns of the duty cycle. */
  public final Counter turns = counter("worker_turns_total", null, "Turns of the worker's loop.");

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

  /** Sends with SEND_ZC. */
  public final Counter zeroCopySends =
      counter("sends_zero_copy_total", null, "Sends without a copy (SEND_ZC).");

  /** Sends cut short. */
  public final Counter shortSends =
      counter("sends_short_total", null, "Sends that the kernel did not finish.");

  /** Bytes out. */
  public final Counter bytesWritten =
      counter("bytes_written_total", "bytes_written", "Bytes sent to clients.");

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

  /** Connections closed because they do not read. */
  public final Counter stallKicks =
      counter(
          "connections_stalled_closed_total",
          "stall_kicks",
          "Connections closed because they do not read what they asked for.");

  /** Pauses of reading from a connection. */
  public final Counter pauses =
      counter(
          "connection_pauses_total",
          "conn_yields",
          "Times a connection was not read from because of unsent replies.");

  /** Connections open. */
  public final Counter connections =
      gauge("connections", "curr_connections", "Connections open now.");

  /** Provided buffers that wait for their connection's replies to be sent. */
  public final Counter heldBuffers =
      gauge("recv_buffers_held", null, "Provided buffers that wait for room in the output.");

  /** Blocks of output in use. */
  public final Counter blocksUsed =
      gauge("output_blocks_used", null, "Blocks of the output pool in use.");
}
