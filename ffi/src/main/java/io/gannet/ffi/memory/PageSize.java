package io.gannet.ffi.memory;

/** What a {@link Region} is made of, best first: fewer entries of the TLB for the same bytes. */
public enum PageSize {
  /** Pages of 1 GiB, set aside by the administrator (hugetlbfs). */
  GIB_1(1L << 30),
  /** Pages of 2 MiB, set aside by the administrator (hugetlbfs). */
  MIB_2(2L << 20),
  /** Transparent huge pages: 2 MiB where the kernel finds them, 4 KiB elsewhere. */
  THP(2L << 20),
  /** Ordinary pages. */
  KIB_4(4L << 10);

  private final long bytes;

  PageSize(long bytes) {
    this.bytes = bytes;
  }

  /** The size of one. */
  public long bytes() {
    return bytes;
  }

  /** {@code length} rounded up to whole pages. */
  public long roundUp(long length) {
    return Math.ceilDiv(length, bytes) * bytes;
  }
}
