package io.gannet.server.worker.option;

/** When the memory of a store becomes resident. */
public enum Populate {
  /** Before the port opens, by as many threads as there are CPUs for it. */
  ON("on"),
  /** By one thread of the lowest priority, beside the requests. */
  BACKGROUND("background"),
  /** As it is used: each new page costs the request that touches it first. */
  OFF("off");

  private final String text;

  Populate(String text) {
    this.text = text;
  }

  /** As an option spells it. */
  public String text() {
    return text;
  }

  /** The one spelled so, which an option has checked. */
  static Populate parse(String text) {
    for (Populate one : values()) {
      if (one.text.equals(text)) {
        return one;
      }
    }
    throw new IllegalArgumentException("not one of on, background, off: " + text);
  }
}
