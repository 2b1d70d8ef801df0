package io.gannet.server.fit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gannet.ffi.epoll.EpollKernel;
import io.gannet.ffi.linux.Errno;
import io.gannet.ffi.uring.Kernel;
import io.gannet.server.StartupException;
import io.gannet.server.config.Configuration;
import io.gannet.server.config.Given;
import io.gannet.server.config.OptionGroup;
import io.gannet.server.config.OptionTable;
import io.gannet.server.worker.option.WorkerOptions;
import java.lang.reflect.Proxy;
import java.util.List;
import org.junit.jupiter.api.Test;

class TransportTest {
  /** A kernel that answers so when it is asked for a ring, and is asked for nothing else. */
  private static Kernel refusing(int errno) {
    return (Kernel) Proxy.newProxyInstance(
        Kernel.class.getClassLoader(),
        new Class<?>[] {Kernel.class},
        (proxy, method, arguments) -> method.getName().equals("setup") ? -errno : fail(method));
  }

  private static Object fail(Object what) {
    throw new AssertionError("not expected: " + what);
  }

  @Test
  void whereRingsAreForbiddenAutoTakesEpollAndSaysWhy() {
    Transport forbidden = Transport.auto(refusing(Errno.EPERM));
    assertSame(EpollKernel.EPOLL, forbidden.kernel());
    assertTrue(forbidden.opensFiles());
    String word = forbidden.word();
    assertTrue(word.startsWith("epoll instead of io_uring: io_uring_setup: EPERM"), word);
    assertTrue(word.contains("kernel.io_uring_disabled"), word);
    assertSame(EpollKernel.EPOLL, Transport.auto(refusing(Errno.ENOSYS)).kernel());
  }

  @Test
  void whatMayPassIsLeftToTheWorker() {
    Kernel poor = refusing(Errno.ENOMEM);
    Transport transport = Transport.auto(poor);
    assertSame(poor, transport.kernel());
    assertEquals("", transport.word());
    assertFalse(transport.opensFiles());
  }

  @Test
  void ioUringThatWasAskedForIsRefusedWithTheCure() {
    String refusal =
        assertThrows(StartupException.class, () -> Transport.ioUring(refusing(Errno.ENOSYS)))
            .getMessage();
    assertTrue(refusal.startsWith("--transport io_uring: io_uring_setup: ENOSYS\n  cure: "));
    assertTrue(refusal.endsWith("or --transport epoll"), refusal);
  }

  @Test
  void epollThatWasAskedForIsNothingToExplain() {
    OptionTable table = new OptionTable(List.of(new OptionGroup("Worker", WorkerOptions.ALL)));
    List<Given> given = List.of(Given.flag(WorkerOptions.TRANSPORT, "epoll"));
    Transport transport = Transport.of(new Configuration(table, given));
    assertSame(EpollKernel.EPOLL, transport.kernel());
    assertEquals("", transport.word());
  }
}
