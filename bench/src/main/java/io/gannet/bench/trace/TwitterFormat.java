package io.gannet.bench.trace;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/**
 * Twitter's cache-trace (Yang, Yue, Rashmi: "A large scale analysis of hundreds of in-memory cache
 * clusters at Twitter", OSDI 2020): a request a line, in seven columns. The key may hold commas:
 * what is behind it is found from the end of the line.
 *
 * @see Verb for what becomes of its operations
 */
final class TwitterFormat implements TraceFormat {
  @Override
  public String name() {
    return "twitter";
  }

  @Override
  public String expected() {
    return "SECONDS,KEY,KEY_BYTES,VALUE_BYTES,CLIENT,OPERATION,TTL_SECONDS, with an operation of "
        + "get, gets, set, add, replace, cas, append, prepend, delete, incr, decr";
  }

  @Override
  public long tickNs() {
    return 1_000_000_000;
  }

  @Override
  public boolean recognises(TraceHead head) {
    if (!head.isText()) {
      return false;
    }
    String[] columns = head.firstLine().split(",");
    if (columns.length < 7) {
      return false;
    }
    byte[] operation = columns[columns.length - 2].getBytes(ISO_8859_1);
    return Verb.named(operation, 0, operation.length) != null;
  }

  @Override
  public boolean read(TraceInput in, TraceRecord record) {
    if (!in.nextLine()) {
      return false;
    }
    byte[] bytes = in.bytes();
    int timeEnd = Decimals.indexOf(bytes, in.from(), in.to(), ',');
    int ttlStart = Decimals.lastIndexOf(bytes, timeEnd + 1, in.to(), ',') + 1;
    int verbStart = Decimals.lastIndexOf(bytes, timeEnd + 1, ttlStart - 1, ',') + 1;
    int clientStart = Decimals.lastIndexOf(bytes, timeEnd + 1, verbStart - 1, ',') + 1;
    int valueStart = Decimals.lastIndexOf(bytes, timeEnd + 1, clientStart - 1, ',') + 1;
    int keySizeStart = Decimals.lastIndexOf(bytes, timeEnd + 1, valueStart - 1, ',') + 1;
    int keyEnd = keySizeStart - 1;
    if (keyEnd <= timeEnd + 1) {
      throw in.fail(expected());
    }
    record.tick = number(in, in.from(), timeEnd);
    record.key = KeysFormat.key(bytes, timeEnd + 1, keyEnd);
    record.keyBytes = (int) number(in, keySizeStart, valueStart - 1);
    int valueBytes = (int) number(in, valueStart, clientStart - 1);
    Verb verb = Verb.named(bytes, verbStart, ttlStart - 1);
    if (verb == null) {
      throw in.fail(expected());
    }
    verb.put(record, valueBytes, (int) number(in, ttlStart, in.to()));
    return true;
  }

  private long number(TraceInput in, int from, int to) {
    long number = Decimals.parse(in.bytes(), from, to);
    if (number < 0 || number > Integer.MAX_VALUE) {
      throw in.fail(expected());
    }
    return number;
  }
}
