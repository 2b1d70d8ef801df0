package io.gannet.bench.report;

/** Why a figure may not be what it seems, and what to do about it. */
public record Warning(String what, String cure) {
  /** Both in one line. */
  public String text() {
    return what + "; " + cure;
  }
}
