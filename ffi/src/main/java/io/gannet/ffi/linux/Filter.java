package io.gannet.ffi.linux;

import io.gannet.ffi.abi.Header;

/** linux/filter.h, linux/bpf_common.h: what the instructions of a classic BPF program are of. */
@Header({"linux/filter.h", "linux/bpf_common.h"})
public final class Filter {
  public static final int BPF_LD = 0x00;
  public static final int BPF_ALU = 0x04;
  public static final int BPF_JMP = 0x05;
  public static final int BPF_RET = 0x06;
  public static final int BPF_W = 0x00;
  public static final int BPF_ABS = 0x20;
  public static final int BPF_AND = 0x50;
  public static final int BPF_JEQ = 0x10;
  public static final int BPF_JGE = 0x30;
  public static final int BPF_K = 0x00;
  public static final int BPF_MAXINSNS = 4096;

  private Filter() {}
}
