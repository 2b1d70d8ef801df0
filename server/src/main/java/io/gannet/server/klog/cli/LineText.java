package io.gannet.server.klog.cli;

import io.gannet.engine.klog.LogLayout;
import io.gannet.engine.klog.LoggedRequest;
import io.gannet.engine.klog.LoggedVerb;
import io.gannet.server.klog.LogInput;
import java.io.IOException;
import java.io.Writer;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * Pelikan's lines: {@code PEER - [TIME] "VERB KEY …" RESULT BYTES}, where the result is the number
 * of the kind of response. What is missing is told by a line that begins with {@code #}.
 */
final class LineText implements Telling {
  private static final long NS_PER_SEC = 1_000_000_000L;
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ROOT)
          .withZone(ZoneId.systemDefault());

  private final Writer out;
  private long textSec = Long.MIN_VALUE;
  private String text;

  LineText(Writer out) {
    this.out = out;
  }

  @Override
  public void request(LogInput log) throws IOException {
    out.write(line(log));
    out.write('\n');
  }

  /** The line of a log's request. */
  String line(LogInput log) {
    LoggedRequest request = log.request();
    StringBuilder line = new StringBuilder();
    line.append(log.peer()).append(" - [").append(time(request.wallNs)).append("] \"");
    asked(request, line);
    return line.append("\" ")
        .append(request.result().ordinal())
        .append(' ')
        .append(request.replyBytes())
        .toString();
  }

  /** What was asked, as it was spelt. */
  private static void asked(LoggedRequest request, StringBuilder line) {
    LoggedVerb verb = request.verb();
    line.append(verb.text());
    if (verb == LoggedVerb.GAT || verb == LoggedVerb.GATS) {
      line.append(' ').append(request.ttlSec());
    }
    if (request.keyLength() > 0) {
      line.append(' ').append(KeyText.of(request.key()));
    }
    if (verb.stores()) {
      line.append(' ').append(request.clientFlags());
      line.append(' ').append(request.ttlSec());
      line.append(' ').append(request.valueLength());
    }
    if (verb == LoggedVerb.CAS || verb.counts()) {
      line.append(' ').append(Long.toUnsignedString(request.number()));
    }
    if (verb == LoggedVerb.TOUCH) {
      line.append(' ').append(request.ttlSec());
    }
  }

  /** Made anew once a second. */
  private String time(long wallNs) {
    long sec = Math.floorDiv(wallNs, NS_PER_SEC);
    if (sec != textSec) {
      textSec = sec;
      text = TIME.format(Instant.ofEpochSecond(sec));
    }
    return text;
  }

  @Override
  public void lost(LogInput log) throws IOException {
    int worker = log.lostBy();
    String by = worker == LogLayout.NO_WORKER ? "the writer" : "worker " + worker;
    out.write(
        "# [" + time(log.lostWallNs()) + "] " + log.lost() + " requests lost here by " + by + "\n");
  }
}
