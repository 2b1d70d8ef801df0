/**
 * Everything that owns a thread, a socket, a file or a flag: workers, the listener, the control
 * plane, the products.
 */
@SuppressWarnings("module") // bench is not there yet when this is compiled
module io.gannet.server {
  requires com.fasterxml.jackson.core;
  requires info.picocli;
  requires io.gannet.engine;
  requires io.gannet.ffi;
  requires java.management;
  requires jdk.management;
  requires jdk.unsupported;
  requires org.tomlj;

  opens io.gannet.server.klog.cli to
      info.picocli;

  exports io.gannet.server.fit to io.gannet.bench;
  exports io.gannet.server.worker to io.gannet.bench;
  exports io.gannet.server.worker.option to io.gannet.bench;
  exports io.gannet.server.worker.turn to io.gannet.bench;
}
