package io.gannet.bench.workload;

/** What a request wants. A protocol without keys (ping) makes one thing of all of them. */
public enum Op {
  GET,
  SET,
  DELETE
}
