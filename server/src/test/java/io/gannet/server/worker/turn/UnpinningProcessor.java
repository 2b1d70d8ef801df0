package io.gannet.server.worker.turn;

import io.gannet.engine.bytes.Window;
import io.gannet.engine.process.Output;
import io.gannet.engine.process.Processor;
import io.gannet.engine.process.Session;
import java.lang.foreign.MemorySegment;

/** A processor of which only the memory is asked for, and whose pins are counted. */
final class UnpinningProcessor implements Processor {
  private final MemorySegment memory;
  int pins;

  UnpinningProcessor(MemorySegment memory) {
    this.memory = memory;
  }

  @Override
  public int carryBytes() {
    return 0;
  }

  @Override
  public Session newSession(MemorySegment carry) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Progress process(Session session, Window in, Output out) {
    throw new UnsupportedOperationException();
  }

  @Override
  public MemorySegment memory() {
    return memory;
  }

  @Override
  public void received(Session session, long bytes) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void giveUp(Session session) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void reset(Session session) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void unpin(long pin) {
    pins--;
  }

  @Override
  public boolean maintain(int items) {
    return false;
  }
}
