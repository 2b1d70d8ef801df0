/**
 * Everything that owns a thread, a socket, a file or a flag: workers, the listener, the control
 * plane, the products.
 */
module io.gannet.server {
  requires com.fasterxml.jackson.core;
  requires info.picocli;
  requires io.gannet.engine;
  requires io.gannet.ffi;
  requires io.prometheus.metrics.model;
  requires io.prometheus.writer.text;
  requires jdk.unsupported;
  requires org.tomlj;
}
