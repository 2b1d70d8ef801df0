package io.gannet.bench.simulate;

/** What has to happen sometimes, or the simulation does not try what it says it does. */
public enum Point {
  /** A receive found no provided buffer while half a request was on its way. */
  ENOBUFS_WITH_HALF_A_REQUEST,
  /** A multishot receive that was cancelled said its last. */
  MORE_LOST_ON_CANCEL,
  /** A multishot receive ended with the bytes that it brought. */
  MORE_LOST_WITH_BYTES,
  /** A multishot receive ended because the peer had closed. */
  END_OF_INPUT,
  /** A notification came when the client was gone. */
  NOTIFICATION_AFTER_CLOSE,
  /** A notification came when the next send of its connection was under way. */
  NOTIFICATION_BEHIND_THE_NEXT_SEND,
  /** A value was sent without a copy. */
  ZERO_COPY_SEND,
  /** A value was being sent from its place while others were evicted. */
  PIN_ACROSS_EVICTION,
  /** A send ended short between two of its pieces. */
  SHORT_SEND_AT_A_PIECES_EDGE,
  /** A send ended short within a piece. */
  SHORT_SEND_IN_A_PIECE,
  /** A send was cancelled before it had sent anything. */
  SEND_CANCELLED,
  /** A send of several pieces was whole. */
  GATHERED_SEND,
  /** A completion of a slot's former user came. */
  STALE_COMPLETION,
  /** A slot had its second user. */
  SLOT_USED_AGAIN,
  /** A value was received into its place. */
  RECEIVED_IN_PLACE,
  /** A value and its line end were received together. */
  RECEIVED_IN_PLACE_WITH_ITS_END,
  /** A receive of a value ended before it was whole. */
  RECEIVED_IN_PLACE_IN_PART,
  /** A connection received into its own place. */
  RECEIVED_INTO_ITS_OWN_PLACE,
  /** A poll told that a client had gone. */
  WATCH_SAW_A_HANG_UP,
  /** A cancel found nothing to cancel. */
  CANCEL_FOUND_NOTHING,
  /** A cancel came too late. */
  CANCEL_CAME_TOO_LATE,
  /** An operation was submitted while the queue still held others that were not taken. */
  ENTRIES_LEFT_BEHIND,
  /** The client read a value whose line end had not come yet. */
  VALUE_CUT_AT_ITS_LINE_END,
  /** A client's bytes ended between a value and its line end. */
  REQUEST_CUT_BEFORE_ITS_LINE_END,
  /** A client's bytes ended between \r and \n. */
  REQUEST_CUT_IN_ITS_LINE_END,
  /** A client was killed between two bytes of a request line. */
  KILLED_IN_A_LINE,
  /** A client was killed between two bytes of a value. */
  KILLED_IN_A_VALUE,
  /** A client was killed before all its replies had come. */
  KILLED_BEFORE_A_REPLY,
  /** A client sent its end and read its replies. */
  HALF_CLOSED,
  /** A client dissolved its connection. */
  RESET_BY_CLIENT,
  /** A client came to a full table. */
  TABLE_FULL,
  /** A connection could not be handed over. */
  HAND_OVER_FAILED,
  /** A descriptor could not be put into the ring's table. */
  ADOPTION_FAILED,
  /** A request waited for memory. */
  WAITED_FOR_MEMORY,
  /** A request was refused for want of memory. */
  REFUSED_NO_MEMORY,
  /** A value was too large. */
  REFUSED_TOO_LARGE,
  /** An item had several blocks, or was given some. */
  LARGE_ITEM,
  /** Something was evicted. */
  EVICTED,
  /** Something expired. */
  EXPIRED,
  /** Everything was flushed. */
  FLUSHED,
  /** A value that had grown was read. */
  GROWN_VALUE_READ,
  /** A counter counted. */
  COUNTED,
  /** A token was good. */
  CAS_STORED,
  /** A connection waited for its turn. */
  WAITED_FOR_ITS_TURN,
  /** A connection waited for its replies to be sent. */
  WAITED_FOR_OUTPUT,
  /** An idle connection was closed. */
  IDLE_CLOSED,
  /** A connection that stood still was closed. */
  STALL_CLOSED,
  /** An operation was asked how far it is. */
  PROBED,
  /** The worker was told to stop while it had clients. */
  STOPPED_WITH_CLIENTS,
  /** A reply was cut at the end. */
  REPLY_CUT_AT_THE_END,
  /** A reply was timed from wire to wire. */
  TIMED_FROM_WIRE_TO_WIRE,
  /** The clock on the wall was set. */
  WALL_CLOCK_STEPPED,
  /** The host was suspended. */
  HOST_SUSPENDED,
  /** The process stood still. */
  PROCESS_STOOD_STILL,
  /** Every last client was answered in the calm. */
  ALL_ANSWERED,
  /** An item of another worker's was read where it is. */
  FOREIGN_READ,
  /** Such a read met the owner at work. */
  FOREIGN_READ_REPEATED,
  /** Such a read met the owner at work twice, who was asked instead. */
  FOREIGN_READ_GIVEN_UP,
  /** The ring from one worker to another was full. */
  MAIL_RING_FULL,
  /** A worker that slept was woken by another. */
  OWNER_WOKEN,
  /** What was to wake it did not reach it. */
  WAKE_UP_FAILED,
  /** A command waited at its owner's. */
  COMMAND_PARKED,
  /** An owner flushed and served others while they awaited answers. */
  FLUSHED_WHILE_ASKED,
  /** The workers were told to stop while one awaited another's answer. */
  STOPPED_WHILE_ASKED,
  /** An answer came when the client was gone. */
  ANSWER_TO_ONE_WHO_IS_GONE,
  /** An answer found no room in its conversation's output. */
  ANSWER_KEPT,
  /** A promise was fulfilled before another that was made first. */
  PROMISE_OVERTAKEN,
  /** Replies were held back for those of another shard. */
  REPLIES_HELD_BACK
}
