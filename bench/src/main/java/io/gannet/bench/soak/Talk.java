package io.gannet.bench.soak;

import java.io.IOException;
import java.util.List;

/** What clients do, in one of memcached's dialects: each call is one exchange, but {@link #say}. */
interface Talk {
  /** There is nothing to be added to, or no memory for the sum. */
  long NO_NUMBER = -1;

  /** What a server answers to a request that changes something. */
  enum Answer {
    DONE,
    ABSENT,
    /** No memory was to be had for it: what there was may be gone. */
    REFUSED
  }

  /** Says a set, and does not send it. */
  void say(String key, byte[] value, int ttlSec);

  /** What that was answered. */
  Answer stored() throws IOException, Fault;

  /** Values in the order of the keys, null for what is not there. */
  List<byte[]> get(List<String> keys) throws IOException, Fault;

  Answer delete(String key) throws IOException, Fault;

  Answer touch(String key, int ttlSec) throws IOException, Fault;

  /** The number after it was added to; {@link #NO_NUMBER} where there is none. */
  long count(String key, int delta) throws IOException, Fault;
}
