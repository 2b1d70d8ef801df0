package io.gannet.server.admin;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * One client of the admin: one request, one reply, and the end. Runs on a thread of its own, so
 * that it holds up nobody; its patience is counted down from outside while it waits for its client.
 */
final class HttpConnection implements Runnable {
  /** Ticks of {@link HttpPort} that a client may take for its request, or for our reply. */
  private static final int TICKS_MAX = 10;

  /** For a client to close after it has the reply. */
  private static final int FAREWELL_TICKS = 2;

  private static final int UNREAD_BYTES_MAX = 64 << 10;

  private final Socket socket;
  private final Function<RequestHead, Page> pages;
  private final Consumer<HttpConnection> gone;

  /** Whether its client waits for us; else we wait for it. */
  private volatile boolean answering;

  private volatile int ticksLeft = TICKS_MAX;

  HttpConnection(
      Socket socket, Function<RequestHead, Page> pages, Consumer<HttpConnection> gone) {
    this.socket = socket;
    this.pages = pages;
    this.gone = gone;
  }

  boolean isAnswering() {
    return answering;
  }

  /** Takes a tick off its patience, and closes it when there is none left. Not its own thread. */
  void tick() {
    if (!answering && --ticksLeft < 0) {
      close();
    }
  }

  /** Ends whatever it waits for. Any thread. */
  void close() {
    try {
      socket.close();
    } catch (IOException e) {
      // It is closed in any case.
    }
  }

  @Override
  public void run() {
    try (socket) {
      InputStream in = socket.getInputStream();
      converse(in, socket.getOutputStream());
      ticksLeft = FAREWELL_TICKS;
      socket.shutdownOutput();
      // To close with bytes unread would be a reset, which can overtake the reply.
      in.skip(UNREAD_BYTES_MAX);
    } catch (IOException e) {
      // The client has gone, or has been too slow: there is nobody to tell.
    } finally {
      gone.accept(this);
    }
  }

  private void converse(InputStream in, OutputStream out) throws IOException {
    String method = "";
    Page page;
    try {
      RequestHead head = RequestHead.read(in);
      if (head == null) {
        return;
      }
      answering = true;
      method = head.method();
      page = pages.apply(head);
    } catch (RequestHead.Malformed e) {
      page = Page.text(e.status, e.getMessage() + "\n");
    }
    ticksLeft = TICKS_MAX;
    answering = false;
    out.write(headOf(page));
    if (!method.equals("HEAD")) {
      out.write(page.body());
    }
  }

  private static byte[] headOf(Page page) {
    StringBuilder head = new StringBuilder("HTTP/1.1 ");
    head.append(page.status()).append(' ').append(reason(page.status()));
    head.append("\r\nContent-Type: ").append(page.contentType());
    head.append("\r\nContent-Length: ").append(page.body().length);
    if (page.field() != null) {
      head.append("\r\n").append(page.field());
    }
    head.append("\r\nCross-Origin-Resource-Policy: same-origin");
    head.append("\r\nConnection: close\r\n\r\n");
    return head.toString().getBytes(US_ASCII);
  }

  private static String reason(int status) {
    return switch (status) {
      case 200 -> "OK";
      case 401 -> "Unauthorized";
      case 403 -> "Forbidden";
      case 404 -> "Not Found";
      case 405 -> "Method Not Allowed";
      case 409 -> "Conflict";
      case 503 -> "Service Unavailable";
      default -> status < 500 ? "Bad Request" : "Internal Server Error";
    };
  }
}
