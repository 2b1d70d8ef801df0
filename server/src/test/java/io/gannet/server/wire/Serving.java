package io.gannet.server.wire;

import java.util.List;
import java.util.OptionalLong;

/** A server that was started, wherever it is. */
interface Serving extends AutoCloseable {
  String readyAddress();

  String adminAddress();

  /** Of all who count it together: the sum, or the largest if it tells of that. */
  OptionalLong metric(String name);

  List<String> banner();

  /** Returns at once. */
  void stop();

  /** The exit code. */
  int awaitStop(long patienceMs);

  @Override
  void close();
}
