package io.gannet.engine.process.memcache;

import io.gannet.engine.protocol.memcache.MemcacheComposer;
import java.lang.foreign.MemorySegment;
import java.util.function.BooleanSupplier;

/** A setting that a client may turn on and off: {@code yes} or {@code no}, as it is when asked. */
final class StatSwitch extends StatRows {
  /** Whether keys are counted by their prefix: {@code stats detail on}. */
  static final String DETAIL_ENABLED = "detail_enabled";

  private static final byte[] YES = bytes(" yes");
  private static final byte[] NO = bytes(" no");

  private final byte[] head;
  private final BooleanSupplier on;

  StatSwitch(String stat, BooleanSupplier on) {
    super(stat.length());
    this.head = head(stat);
    this.on = on;
  }

  @Override
  int rows() {
    return 1;
  }

  @Override
  long put(int row, MemorySegment memory, long offset) {
    long at = MemcacheComposer.putText(memory, offset, head);
    at = MemcacheComposer.putText(memory, at, on.getAsBoolean() ? YES : NO);
    return MemcacheComposer.putLineEnd(memory, at);
  }
}
