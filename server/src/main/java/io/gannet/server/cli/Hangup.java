package io.gannet.server.cli;

import io.gannet.ffi.linux.Signal;
import java.io.PrintStream;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * SIGHUP asks daemons to open their logs anew, to read their configuration again, or tells them
 * that a terminal has closed. This one does the first; without a log of its own it says so, and
 * goes on. The JVM would run the shutdown hooks.
 *
 * <p>{@code sun.misc.Signal} (jdk.unsupported) is the one way to hear a signal in Java. It is
 * called by name, as javac warns of its being used and can't be told not to. That costs some
 * milliseconds, so it is for after the start.
 */
final class Hangup {
  private static final String WORD =
      "gannet: SIGHUP: the options are those of the start, and there is no --log-file that could"
          + " be opened anew; SIGTERM ends it";

  private Hangup() {}

  /**
   * From now on each SIGHUP opens the log anew; or none does, if this JVM can't hear it.
   *
   * @param reopen does so, and tells which file that is
   * @param err where it is said that there is none
   */
  static void listen(PrintStream err, Supplier<Optional<Path>> reopen) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object speaker =
          Proxy.newProxyInstance(
              Hangup.class.getClassLoader(),
              new Class<?>[] {handler},
              (self, method, arguments) -> {
                if (reopen.get().isEmpty()) {
                  err.println(WORD);
                }
                return null;
              });
      Object hangup = signal.getConstructor(String.class).newInstance("HUP");
      Method handle = signal.getMethod("handle", signal, handler);
      handle.invoke(null, hangup, speaker);
      // The JVM leaves a signal alone that is ignored, but knows now who hears it. What it hears
      // all signals by is taken from SIGTERM: at no moment would a SIGHUP end the process.
      if (Signal.handler(Signal.SIGTERM) > Signal.SIG_IGN) {
        Signal.rt_sigactionLike(Signal.SIGHUP, Signal.SIGTERM);
      }
    } catch (ReflectiveOperationException e) {
      Signal.rt_sigaction(Signal.SIGHUP, Signal.SIG_IGN);
    }
  }
}
