package io.gannet.server.klog.cli;

import io.gannet.engine.klog.LogLayout;
import io.gannet.engine.klog.LoggedRequest;
import io.gannet.server.klog.LogInput;
import java.io.IOException;
import java.io.Writer;

/** Comma-separated values as RFC 4180 has them, under a line of headings. */
final class Columns implements Telling {
  private static final String HEADINGS =
      "time_ns,service_ns,worker,client,peer,verb,key,key_bytes,value_bytes,ttl_sec,flags,number,"
          + "result,reply_bytes,elsewhere\n";

  private static final int CONNECTION_BITS = 32;

  private final Writer out;
  private boolean begun;

  Columns(Writer out) {
    this.out = out;
  }

  /** The slot of a connection, and which of the slot's clients it is. */
  static String client(long client) {
    return Integer.toUnsignedString((int) client) + ":" + (client >>> CONNECTION_BITS);
  }

  @Override
  public void begin(LogInput log) throws IOException {
    if (!begun) {
      begun = true;
      out.write(HEADINGS);
    }
  }

  @Override
  public void request(LogInput log) throws IOException {
    LoggedRequest request = log.request();
    Object[] row = {
      request.wallNs,
      request.serviceNs,
      request.worker,
      client(request.client),
      log.peer(),
      request.verb().text(),
      quoted(KeyText.of(request.key())),
      request.keyLength(),
      request.valueLength(),
      request.ttlSec(),
      request.clientFlags(),
      Long.toUnsignedString(request.number()),
      request.result().text(),
      request.replyBytes(),
      request.isElsewhere()
    };
    write(row);
  }

  /** As a row whose verb is {@code lost}, and whose number tells how many. */
  @Override
  public void lost(LogInput log) throws IOException {
    Object worker = log.lostBy() == LogLayout.NO_WORKER ? "" : log.lostBy();
    write(log.lostWallNs(), "", worker, "", "", "lost", "", "", "", "", "", log.lost(), "", "", "");
  }

  private void write(Object... row) throws IOException {
    for (int i = 0; i < row.length; i++) {
      out.write(i == 0 ? "" : ",");
      out.write(row[i].toString());
    }
    out.write('\n');
  }

  private static String quoted(String text) {
    boolean plain = text.chars().noneMatch(c -> c == ',' || c == '"');
    return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
  }
}
