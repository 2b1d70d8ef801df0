package io.gannet.ffi.simulated;

/** What a kernel may do, and whoever is above must bear. */
public enum Fault {
  /** io_uring_enter(2) says EAGAIN: no memory for a request. */
  ENTER_EAGAIN,
  /** io_uring_enter(2) says EBUSY: completions have to be reaped first. */
  ENTER_EBUSY,
  /** io_uring_enter(2) says ENOMEM. */
  ENTER_ENOMEM,
  /** A signal ends a wait. */
  ENTER_EINTR,
  /** Only the first of the entries are taken. */
  PARTIAL_SUBMIT,
  /** An operation is not tried at once, but by another thread some time later. */
  PUNT,
  /** A receive brings less than there is. */
  SHORT_RECV,
  /** A multishot receive makes a pause though there is more. */
  PAUSED_RECV,
  /** A multishot receive ends with bytes: the completion has no F_MORE. */
  DROPPED_MORE,
  /** A receive is told late that there is something. */
  LATE_WAKE_UP,
  /** A receive is not told at all. */
  LOST_WAKE_UP,
  /** A group of provided buffers seems empty. */
  STARVED_BUFFERS,
  /** A receive or send ends with EINTR or ECANCELED though nobody cancelled it. */
  INTERRUPTED,
  /** A receive fails with one of the errors of recv(2). */
  RECV_ERROR,
  /** A send sends less than it was asked to. */
  SHORT_SEND,
  /** A send fails with one of the errors of send(2). */
  SEND_ERROR,
  /** A poll fails. */
  POLL_ERROR,
  /** A cancel says EALREADY: what it was to cancel ends some time later. */
  LATE_CANCEL,
  /** A timeout fails before its time. */
  TIMEOUT_ERROR,
  /** A close says that something went wrong; the descriptor is closed all the same. */
  CLOSE_ERROR,
  /** A connect fails. */
  CONNECT_ERROR,
  /** A descriptor can't be put into the ring's table. */
  FILES_UPDATE_ERROR,
  /** A message from ring to ring fails. */
  MESSAGE_ERROR,
  /** A completion is seen some time after it happened. */
  LATE_COMPLETION,
  /** Completions of different operations are seen in another order than they happened. */
  REORDERED,
  /** What is sent without a copy is read late. */
  LATE_TRANSMIT,
  /** A notification comes long after the bytes went out. */
  LATE_NOTIFICATION,
  /** A driver is held up for a while, as others need its CPU. */
  HELD_UP,
  /** The same between two looks at memory that others read or write. */
  HELD_UP_AT_SHARED_MEMORY;

  /** True of what can only happen where there are several drivers. */
  public boolean isOfSeveral() {
    return compareTo(HELD_UP) >= 0;
  }
}
