package io.gannet.server.fit;

import io.gannet.ffi.epoll.EpollKernel;
import io.gannet.ffi.linux.Errno;
import io.gannet.ffi.linux.LinuxException;
import io.gannet.ffi.uring.Kernel;
import io.gannet.ffi.uring.LinuxKernel;
import io.gannet.ffi.uring.RingOptions;
import io.gannet.ffi.uring.RingTrial;
import io.gannet.server.StartupException;
import io.gannet.server.config.Configuration;
import io.gannet.server.worker.option.WorkerOptions;
import java.util.Set;

/**
 * What carries the entries of all rings out: io_uring, or epoll where that is forbidden. Found by
 * trying, before anything is made.
 *
 * @param kernel under every ring of the server
 * @param word why not io_uring, or "" if nothing was given up
 */
public record Transport(Kernel kernel, String word) {
  /** The smallest ring, tried and thrown away. */
  private static final RingOptions TRIAL = new RingOptions(1, 2, true);

  /** Forbidden, or not there: what no other size of a ring and no waiting would change. */
  private static final Set<Integer> FORBIDDEN =
      Set.of(Errno.ENOSYS, Errno.EPERM, Errno.EACCES, Errno.EINVAL);

  /**
   * The one that a configuration asks for.
   *
   * @throws StartupException if it asks for io_uring, and that can't be had
   */
  public static Transport of(Configuration configuration) {
    return switch (configuration.text(WorkerOptions.TRANSPORT)) {
      case "epoll" -> new Transport(EpollKernel.EPOLL, "");
      case "io_uring" -> ioUring(LinuxKernel.LINUX);
      default -> auto(LinuxKernel.LINUX);
    };
  }

  static Transport ioUring(Kernel kernel) {
    try {
      RingTrial.of(TRIAL, 0, kernel);
    } catch (LinuxException e) {
      String problem = "--transport io_uring: " + problem(e);
      throw new StartupException(problem, e.cure() + "; or --transport epoll", e);
    }
    return new Transport(kernel, "");
  }

  /** What fails otherwise may work for a worker, or is refused there with the cure. */
  static Transport auto(Kernel kernel) {
    try {
      RingTrial.of(TRIAL, 0, kernel);
    } catch (LinuxException e) {
      if (FORBIDDEN.contains(e.errno())) {
        String word = "epoll instead of io_uring: " + problem(e) + "; cure: " + e.cure();
        return new Transport(EpollKernel.EPOLL, word);
      }
    }
    return new Transport(kernel, "");
  }

  private static String problem(LinuxException e) {
    return e.call() + ": " + Errno.name(e.errno());
  }

  /** Whether a connection is an open file of the process: io_uring holds them by itself. */
  boolean opensFiles() {
    return kernel == EpollKernel.EPOLL;
  }
}
