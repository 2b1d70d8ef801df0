package io.gannet.ffi.memory;

/** Which pages a {@link Region} shall have. */
public enum Policy {
  /** The best that can be had, down to ordinary pages. */
  AUTO("auto"),
  /** Pages of 1 GiB or nothing. */
  GIB_1("1g"),
  /** Pages of 2 MiB or nothing. */
  MIB_2("2m"),
  /** Transparent huge pages, if the kernel has them enabled, or nothing. */
  THP("thp"),
  /** Ordinary pages. */
  OFF("off");

  private final String text;

  Policy(String text) {
    this.text = text;
  }

  /** As an option would spell it: auto, 1g, 2m, thp, off. */
  public String text() {
    return text;
  }

  /**
   * The policy spelled so.
   *
   * @throws IllegalArgumentException naming those that there are
   */
  public static Policy parse(String text) {
    for (Policy policy : values()) {
      if (policy.text.equals(text)) {
        return policy;
      }
    }
    throw new IllegalArgumentException("not one of auto, 1g, 2m, thp, off: " + text);
  }
}
