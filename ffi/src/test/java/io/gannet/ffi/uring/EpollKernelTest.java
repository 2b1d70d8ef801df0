package io.gannet.ffi.uring;

import io.gannet.ffi.epoll.EpollKernel;
import org.junit.jupiter.api.Nested;

/** epoll in the place of io_uring: nobody above can tell. */
class EpollKernelTest {
  @Nested
  class Queues extends QueueContract {
    @Override
    Kernel kernel() {
      return EpollKernel.EPOLL;
    }
  }

  @Nested
  class Registers extends RegisterContract {
    @Override
    Kernel kernel() {
      return EpollKernel.EPOLL;
    }
  }

  @Nested
  class Times extends TimeContract {
    @Override
    Kernel kernel() {
      return EpollKernel.EPOLL;
    }
  }

  @Nested
  class Receives extends ReceiveContract {
    @Override
    Kernel kernel() {
      return EpollKernel.EPOLL;
    }
  }

  @Nested
  class Messages extends MessageContract {
    @Override
    Kernel kernel() {
      return EpollKernel.EPOLL;
    }
  }

  @Nested
  class Sends extends SendContract {
    @Override
    Kernel kernel() {
      return EpollKernel.EPOLL;
    }
  }

  @Nested
  class Files extends FilesContract {
    @Override
    Kernel kernel() {
      return EpollKernel.EPOLL;
    }
  }

  @Nested
  class Openings extends OpeningContract {
    @Override
    Kernel kernel() {
      return EpollKernel.EPOLL;
    }
  }

  @Nested
  class Descriptors extends DescriptorsContract {
    @Override
    Kernel kernel() {
      return EpollKernel.EPOLL;
    }
  }

  @Nested
  class Backlogs extends BacklogContract {
    @Override
    Kernel kernel() {
      return EpollKernel.EPOLL;
    }
  }
}
