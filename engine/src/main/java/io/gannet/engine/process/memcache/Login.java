package io.gannet.engine.process.memcache;

import static io.gannet.engine.bytes.Ascii.BYTE;

import io.gannet.engine.bytes.Ascii;
import io.gannet.engine.protocol.memcache.Reply;
import io.gannet.engine.protocol.memcache.Request;
import io.gannet.engine.protocol.memcache.Verb;
import io.gannet.engine.protocol.memcache.binary.BinaryRequest;
import io.gannet.engine.protocol.memcache.binary.Opcode;
import io.gannet.engine.protocol.memcache.binary.Status;
import java.lang.foreign.MemorySegment;

/**
 * How a client says who it is: in text by storing {@code user password} under any key, before
 * anything else; in packets by SASL's mechanism PLAIN, with zeroes before, between. Until then
 * nothing is carried out, and a conversation has a few tries.
 */
final class Login {
  /** Guesses of one conversation: the next takes another connection. */
  static final int TRIES_MAX = 3;

  private static final long PLAIN_WORD = Ascii.pack("PLAIN");
  private static final int PLAIN_BYTES = 5;

  private final Users users;
  private final MemcacheMetrics metrics;

  /**
   * Of a server.
   *
   * @param users who may; null if anyone may
   */
  Login(Users users, MemcacheMetrics metrics) {
    this.users = users;
    this.metrics = metrics;
  }

  /** True if clients have to say who they are. */
  boolean isAsked() {
    return users != null;
  }

  /**
   * What becomes of a request of a stranger: a login, its end, or an error. Nothing of its line is
   * carried out.
   *
   * @return true if the rest of its line is not to be read
   */
  static boolean judge(Request request) {
    boolean opens = request.verb == Verb.SET && request.whole;
    boolean ends = request.verb.ends();
    boolean continues = request.verb.retrieves() && !request.last;
    request.noreply = false;
    if (opens) {
      request.verb = Verb.LOGIN;
    } else if (!ends) {
      boolean isLong = request.verb == Verb.SET;
      request.answer(isLong ? Reply.LONG_LOGIN : Reply.UNAUTHENTICATED);
    }
    return continues;
  }

  /** The same of a packet: before a login a client may ask how to, and for the version. */
  static void judge(BinaryRequest request) {
    switch (request.opcode) {
      case SASL_LIST_MECHS, SASL_AUTH, SASL_STEP, VERSION, ANSWERED, FOREIGN -> {}
      default -> request.answer(Status.UNAUTHENTICATED, true);
    }
  }

  /** Looks at a block that says {@code user password}; returns what is to be answered. */
  Reply tell(Request request, MemorySegment in) {
    long from = request.valueOffset;
    long to = from + request.valueLength;
    long space = Ascii.indexOf(in, from, to, (byte) ' ');
    if (in.get(BYTE, to) != '\r' || in.get(BYTE, to + 1) != '\n') {
      return Reply.BAD_LOGIN_END;
    }
    if (space == to) {
      return Reply.BAD_LOGIN;
    }
    return admit(in, from, space, to) ? Reply.STORED : Reply.BAD_USER;
  }

  /** Looks at {@code [who]\0user\0password}, by a mechanism that is the packet's key. */
  Status tell(BinaryRequest request, boolean begun, MemorySegment in) {
    long from = request.valueOffset;
    long to = from + request.valueLength;
    boolean opens = request.opcode == Opcode.SASL_AUTH;
    if (!isPlain(request, in) || !opens && !begun) {
      return failed();
    }
    if (opens && request.valueLength == 0) {
      return Status.GO_ON;
    }
    long user = Ascii.indexOf(in, from, to, (byte) 0) + 1;
    long end = user > to ? to : Ascii.indexOf(in, user, to, (byte) 0);
    if (end == to) {
      return failed();
    }
    return admit(in, user, end, to) ? Status.SUCCESS : Status.UNAUTHENTICATED;
  }

  private Status failed() {
    metrics.logins.increment();
    metrics.failedLogins.increment();
    return Status.UNAUTHENTICATED;
  }

  private static boolean isPlain(BinaryRequest request, MemorySegment in) {
    long key = request.keyOffset;
    return request.keyLength == PLAIN_BYTES
        && Ascii.word(in, key, key + PLAIN_BYTES) == PLAIN_WORD;
  }

  /** One byte, a space or a zero, is between the two. */
  private boolean admit(MemorySegment in, long user, long userEnd, long to) {
    boolean admitted = users.admit(in, user, userEnd - user, userEnd + 1, to - userEnd - 1);
    metrics.logins.increment();
    metrics.failedLogins.add(admitted ? 0 : 1);
    return admitted;
  }
}
