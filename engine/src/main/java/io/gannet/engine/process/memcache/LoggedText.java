package io.gannet.engine.process.memcache;

import io.gannet.engine.klog.LoggedResult;
import io.gannet.engine.klog.LoggedVerb;
import io.gannet.engine.protocol.memcache.Reply;
import io.gannet.engine.protocol.memcache.Request;
import io.gannet.engine.protocol.memcache.Verb;

/** memcached's requests, and its answers to those that are no command, as the log has them. */
final class LoggedText {
  private static final LoggedVerb[] VERBS = new LoggedVerb[Verb.values().length];

  static {
    for (Verb verb : Verb.values()) {
      VERBS[verb.ordinal()] = logged(verb);
    }
  }

  private LoggedText() {}

  static LoggedVerb verb(Verb verb) {
    return VERBS[verb.ordinal()];
  }

  /** A request that could not be read has no verb; nor has one that is answered by who reads it. */
  private static LoggedVerb logged(Verb verb) {
    return switch (verb) {
      case LIST_END, ANSWERED, LOGIN, SLABS, LRU, CACHE_MEMLIMIT, HOPELESS, FOREIGN ->
          LoggedVerb.UNKNOWN;
      default -> LoggedVerb.valueOf(verb.name());
    };
  }

  static LoggedResult said(Request request) {
    return switch (request.verb) {
      case ANSWERED -> said(request.reply);
      case STATS, DEBUG -> LoggedResult.STAT;
      case QUIT, HOPELESS, FOREIGN, SHUTDOWN -> LoggedResult.CLOSED;
      default -> LoggedResult.OK;
    };
  }

  private static LoggedResult said(Reply reply) {
    if (reply.isClientError()) {
      return LoggedResult.CLIENT_ERROR;
    }
    return reply.isServerError() ? LoggedResult.SERVER_ERROR : LoggedResult.OK;
  }
}
