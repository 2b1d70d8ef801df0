package io.gannet.server.wire;

import java.util.List;

/** A server in a process of its own that one client asks for one key, all the time. */
final class AskedServer implements AutoCloseable {
  private final ServerProcess server;
  private final String key;
  private final Thread client;
  private volatile boolean over;

  /** Starts both; each request counts for the hot keys. */
  AskedServer(String key) {
    this.key = key;
    this.server =
        ServerProcess.start(
            List.of("-XX:+UseSerialGC"),
            "segcache", "--port", "0", "--admin-port", "0", "--memory", "64MiB", "--no-warm-up",
            "--hotkeys-sample", "1");
    this.client = new Thread(this::ask);
    client.start();
  }

  private void ask() {
    try (Client asking = server.connect()) {
      asking.send("set " + key + " 0 900 5\r\nvalue\r\n").expect("STORED\r\n");
      while (!over) {
        asking.send("get " + key + "\r\n").expect("VALUE " + key + " 0 5\r\nvalue\r\nEND\r\n");
      }
    }
  }

  /** Where its admin listens. */
  String admin() {
    return "127.0.0.1:" + server.adminPort();
  }

  @Override
  public void close() throws InterruptedException {
    over = true;
    client.join();
    server.close();
  }
}
