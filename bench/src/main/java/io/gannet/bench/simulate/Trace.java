package io.gannet.bench.simulate;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.gannet.ffi.linux.Errno;
import io.gannet.ffi.simulated.Request;
import io.gannet.ffi.simulated.SimulatedKernel;
import java.io.PrintWriter;

/** What was seen, a line each, in order: nothing is put into words unless somebody reads it. */
final class Trace {
  private static final int SHOWN_MAX = 60;
  private static final double NS_PER_MS = 1e6;

  private final PrintWriter out;
  private SimulatedKernel kernel;
  private long startNs;

  /** @param out null if nobody reads it */
  Trace(PrintWriter out) {
    this.out = out;
  }

  void begin(SimulatedKernel newKernel) {
    kernel = newKernel;
    startNs = kernel.timeNs();
  }

  private void line(String text) {
    double ms = kernel == null ? 0 : (kernel.timeNs() - startNs) / NS_PER_MS;
    out.printf("%12.4f ms  %s%n", ms, text);
  }

  void note(String text) {
    if (out != null) {
      line(text);
    }
  }

  void sent(Client client, Exchange exchange, int from, int count) {
    if (out != null) {
      line(client.name + " > " + shown(exchange.bytes, from, count));
    }
  }

  void received(Client client, byte[] bytes) {
    if (out != null) {
      line(client.name + " < " + shown(bytes, 0, bytes.length));
    }
  }

  void entered(String who, int submit, int waitCount) {
    if (out != null) {
      line(who + "enter: " + submit + " to submit, waits for " + waitCount);
    }
  }

  void taken(String who, Request request) {
    if (out != null) {
      line(who + "  SQE " + request);
    }
  }

  void completed(String who, long userData, int res, int flags) {
    if (out != null) {
      String result = res < 0 ? "-" + Errno.name(-res) : Integer.toString(res);
      line(who + "  CQE " + Long.toHexString(userData) + " " + result
          + ((flags & 2) != 0 ? " MORE" : "") + ((flags & 8) != 0 ? " NOTIF" : "")
          + ((flags & 1) != 0 ? " buffer " + (flags >>> 16) : ""));
    }
  }

  private static String shown(byte[] bytes, int from, int count) {
    int end = from + Math.min(count, SHOWN_MAX);
    StringBuilder text = new StringBuilder();
    for (char c : new String(bytes, from, end - from, ISO_8859_1).toCharArray()) {
      switch (c) {
        case '\r' -> text.append("\\r");
        case '\n' -> text.append("\\n");
        default -> text.append(c >= ' ' && c < 127 ? c : '.');
      }
    }
    return text + (count > SHOWN_MAX ? " … " + count + " bytes" : "");
  }
}
