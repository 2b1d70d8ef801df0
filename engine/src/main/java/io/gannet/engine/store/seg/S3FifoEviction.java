package io.gannet.engine.store.seg;

/**
 * S3-FIFO on segments: a tenth of them for {@link Admission}; what was found again is kept. A key
 * that comes back while its ghost is there starts with the heat that carries it to main.
 */
final class S3FifoEviction implements Eviction {
  private static final int SEGMENTS_PER_ADMISSION = 10;
  private static final double ALLOWED = 0.9;

  private final Admission admission;

  S3FifoEviction(Heap heap) {
    this.admission = new Admission(heap, SEGMENTS_PER_ADMISSION, ALLOWED);
  }

  @Override
  public int victim(int nowSec) {
    return admission.victim(nowSec);
  }

  @Override
  public boolean keeps(int bytes, int heat) {
    return heat > 0;
  }

  @Override
  public boolean keepsLarge(int heat) {
    return heat > 0;
  }

  @Override
  public boolean remembers() {
    return admission.isVictim();
  }

  @Override
  public int destination(int bytes) {
    return admission.destination(bytes);
  }
}
