package io.gannet.ffi.epoll;

import io.gannet.ffi.linux.Errno;
import io.gannet.ffi.uring.IoUring;

/**
 * How requests come to wait, and how they end: with a file or the timers to wake them, and found by
 * their user data meanwhile. Only here is a request's last completion made. One thread.
 *
 * <pre>
 *   taken ──► attempt ── a result ─────────────────────────────► over: completion, pool
 *                └────── waits ──► on its file ── event, attempt ──┘
 *                                  on the timers ── time ──────────┘
 *                                        └─────── cancel ──────────┘
 * </pre>
 */
final class Waiting {
  private final OpenFiles files;
  private final Readiness readiness;
  private final Requests requests;
  private final Timers timers;
  private final Headers headers;
  private final Completions completions;

  Waiting(
      OpenFiles files,
      Readiness readiness,
      Requests requests,
      Timers timers,
      Headers headers,
      Completions completions) {
    this.files = files;
    this.readiness = readiness;
    this.requests = requests;
    this.timers = timers;
    this.headers = headers;
    this.completions = completions;
  }

  /**
   * It waits on its file, which is held meanwhile, or on a copy of its descriptor; false if there
   * can be no copy, and it is over.
   */
  boolean onFile(Request request) {
    if (request.file == null) {
      int index = files.openCopy(request.fd);
      if (index < 0) {
        end(request, index);
        return false;
      }
      request.file = files.opened(index);
    } else {
      request.file.references++;
    }
    request.waits = true;
    request.file.add(request);
    requests.add(request);
    readiness.ask(request.file, request.events);
    return true;
  }

  /** It waits for its time. */
  void onTimers(Request request) {
    request.waits = true;
    timers.add(request);
    requests.add(request);
  }

  /** It is over: its last completion, and the pool has it back. */
  void end(Request request, int result) {
    if (request.waits) {
      leave(request);
    }
    headers.forget(request);
    if (result < 0 || !request.skipsSuccess()) {
      completions.post(request.userData, result, request.cqeFlags);
    }
    requests.giveBack(request);
  }

  private void leave(Request request) {
    request.waits = false;
    requests.remove(request);
    if (request.opcode == IoUring.IORING_OP_TIMEOUT) {
      timers.remove(request);
    } else {
      request.file.remove(request);
      files.release(request.file);
    }
  }

  /** It is over before its time: with what it has got so far, if anything. */
  void cancel(Request request) {
    request.cqeFlags = 0;
    end(request, request.resultOr(-Errno.ECANCELED));
  }
}
