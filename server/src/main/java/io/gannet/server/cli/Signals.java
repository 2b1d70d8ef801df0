package io.gannet.server.cli;

import io.gannet.ffi.linux.Signal;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

/**
 * What signals say to a server that serves. SIGHUP asks daemons to read again what they may, or
 * tells them that a terminal has closed; the JVM would run the shutdown hooks. SIGUSR1 asks for an
 * orderly end, as it does memcached.
 *
 * <p>{@code sun.misc.Signal} (jdk.unsupported) is the one way to hear a signal in Java. It is
 * called by name, as javac warns of its being used and can't be told not to. That costs some
 * milliseconds, so it is for after the start.
 */
final class Signals {
  private Signals() {}

  /**
   * From now on each is heard; or none, if this JVM can't hear them.
   *
   * @param hangup what SIGHUP does
   * @param end what SIGUSR1 does
   */
  static void listen(Runnable hangup, Runnable end) {
    listen("HUP", Signal.SIGHUP, hangup);
    listen("USR1", Signal.SIGUSR1, end);
  }

  private static void listen(String name, int number, Runnable action) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      InvocationHandler heard =
          (self, method, arguments) -> {
            action.run();
            return null;
          };
      Object hearer =
          Proxy.newProxyInstance(
              Signals.class.getClassLoader(), new Class<?>[] {handler}, heard);
      Object one = signal.getConstructor(String.class).newInstance(name);
      Method handle = signal.getMethod("handle", signal, handler);
      handle.invoke(null, one, hearer);
      // The JVM leaves a signal alone that is ignored, but knows now who hears it. What it hears
      // all signals by is taken from SIGTERM: at no moment would the signal end the process.
      if (Signal.handler(Signal.SIGTERM) > Signal.SIG_IGN) {
        Signal.rt_sigactionLike(number, Signal.SIGTERM);
      }
    } catch (ReflectiveOperationException e) {
      Signal.rt_sigaction(number, Signal.SIG_IGN);
    }
  }
}
