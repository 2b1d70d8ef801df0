package io.gannet.ffi.uring;

import org.junit.jupiter.api.Nested;

/** Linux's own io_uring: what the contract says is what it does. */
class LinuxKernelTest {
  @Nested
  class Queues extends QueueContract {
    @Override
    Kernel kernel() {
      return LinuxKernel.LINUX;
    }
  }

  @Nested
  class Registers extends RegisterContract {
    @Override
    Kernel kernel() {
      return LinuxKernel.LINUX;
    }
  }

  @Nested
  class Times extends TimeContract {
    @Override
    Kernel kernel() {
      return LinuxKernel.LINUX;
    }
  }

  @Nested
  class Receives extends ReceiveContract {
    @Override
    Kernel kernel() {
      return LinuxKernel.LINUX;
    }
  }

  @Nested
  class Messages extends MessageContract {
    @Override
    Kernel kernel() {
      return LinuxKernel.LINUX;
    }
  }

  @Nested
  class Sends extends SendContract {
    @Override
    Kernel kernel() {
      return LinuxKernel.LINUX;
    }
  }

  @Nested
  class Files extends FilesContract {
    @Override
    Kernel kernel() {
      return LinuxKernel.LINUX;
    }
  }

  @Nested
  class Openings extends OpeningContract {
    @Override
    Kernel kernel() {
      return LinuxKernel.LINUX;
    }
  }

  @Nested
  class Descriptors extends DescriptorsContract {
    @Override
    Kernel kernel() {
      return LinuxKernel.LINUX;
    }
  }

  @Nested
  class Backlogs extends BacklogContract {
    @Override
    Kernel kernel() {
      return LinuxKernel.LINUX;
    }
  }
}
