package io.gannet.engine.process.memcache;

import io.gannet.engine.metrics.Counter;
import io.gannet.engine.process.kv.KeyspaceMetrics;
import io.gannet.engine.protocol.memcache.Reply;
import io.gannet.engine.protocol.memcache.binary.Status;

/** What a memcached processor counts: its commands, and what is wrong in its protocol. */
public final class MemcacheMetrics extends KeyspaceMetrics {
  public final Counter clientErrors =
      counter("memcache_client_errors_total", null, "Requests that were wrong.");

  public final Counter serverErrors =
      counter("memcache_server_errors_total", null, "Requests that could not be carried out.");

  public final Counter hopeless =
      counter(
          "memcache_hopeless_total", null, "Conversations closed for a line without an end.");

  public final Counter foreign =
      counter(
          "memcache_foreign_total", null, "Conversations closed for being of another protocol.");

  public final Counter logins =
      counter("memcache_logins_total", "auth_cmds", "Times that a client said who it is.");

  public final Counter failedLogins =
      counter(
          "memcache_failed_logins_total", "auth_errors", "Times that it was none of the users.");

  /** Counts a status, if it is an error. */
  void count(Status status) {
    if (status.isClientError()) {
      clientErrors.increment();
    } else if (status.isServerError()) {
      serverErrors.increment();
    }
  }

  /** Counts a reply, if it is an error. */
  void count(Reply reply) {
    if (reply.isClientError()) {
      clientErrors.increment();
    } else if (reply.isServerError()) {
      serverErrors.increment();
    }
  }
}
