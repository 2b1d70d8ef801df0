package io.gannet.server.cli;

import io.gannet.server.Server;
import io.gannet.server.product.Products;
import java.io.PrintStream;

/** {@code gannet [PRODUCT] [OPTIONS]}. */
public final class Main {
  private Main() {}

  /** Ends with 0 after a clean stop, 1 if the start failed, 2 if the words were wrong. */
  public static void main(String[] args) {
    PrintStream out = System.out;
    PrintStream err = System.err;
    int code = new Command(out, err, System.getenv(), Products.ALL, Server::start).run(args);
    out.flush();
    err.flush();
    System.exit(code);
  }
}
