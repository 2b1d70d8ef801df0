/**
 * Questions about speed. Nothing of the server depends on it; the C programs it measures against
 * are beside it, in src/main/c.
 */
module io.gannet.bench {
  requires HdrHistogram;
  requires com.fasterxml.jackson.core;
  requires info.picocli;
  requires io.gannet.engine;
  requires io.gannet.ffi;
  requires io.gannet.server;
  requires java.management;
  requires java.net.http;
  // The micro benchmarks run on JMH's own class path; all else starts without it.
  requires static jmh.core;
  requires static org.jctools.core;

  opens io.gannet.bench.cli to info.picocli;
}
