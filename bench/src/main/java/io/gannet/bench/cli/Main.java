package io.gannet.bench.cli;

/** {@code gannet bench [MODE] [OPTIONS]}. */
public final class Main {
  private Main() {}

  /** Ends with 0 when it measured, 1 when that failed, 2 when the words were wrong. */
  public static void main(String[] args) {
    System.exit(2);
  }
}
