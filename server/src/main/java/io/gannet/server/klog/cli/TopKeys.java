package io.gannet.server.klog.cli;

import io.gannet.engine.klog.LoggedRequest;
import io.gannet.server.klog.LogInput;
import java.io.IOException;
import java.io.Writer;

/** The keys that are asked for most. */
final class TopKeys implements Telling {
  private static final int STRETCH = 1_000_000;

  private final Writer out;
  private final int most;
  private final Frequencies keys = new Frequencies(STRETCH);

  TopKeys(Writer out, int most) {
    this.out = out;
    this.most = most;
  }

  @Override
  public void request(LogInput log) {
    LoggedRequest request = log.request();
    if (request.keyLength() > 0) {
      keys.add(KeyText.of(request.key()), request.replyBytes());
    }
  }

  @Override
  public void end() throws IOException {
    out.write("%12s  %6s  %14s  %s\n".formatted("requests", "%", "reply bytes", "key"));
    for (var one : keys.top(most)) {
      double share = 100.0 * one.getValue().count / keys.seen();
      out.write(
          "%12d  %6.2f  %14d  %s\n"
              .formatted(one.getValue().count, share, one.getValue().bytes, one.getKey()));
    }
  }
}
