package io.gannet.server;

import io.gannet.server.admin.Admin;
import io.gannet.server.admin.AdminOptions;
import io.gannet.server.admin.AdminView;
import io.gannet.server.config.Configuration;
import io.gannet.server.product.Product;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** STAND-IN for the lead's: serves nothing but the admin. */
public final class Server implements AutoCloseable {
  private final Admin admin;
  private final CountDownLatch stopped = new CountDownLatch(1);

  private Server(Admin admin) {
    this.admin = admin;
  }

  /** Starts the product. */
  public static Server start(Product product, Configuration configuration) {
    AdminView view = AdminView.of(product.name(), configuration, List.of());
    String host = configuration.text(AdminOptions.HOST);
    int port = (int) configuration.number(AdminOptions.PORT);
    return new Server(Admin.start(host, port, view));
  }

  /** Lines for stderr. */
  public List<String> banner() {
    return List.of("gannet: stand-in, admin on http://" + admin.address());
  }

  /** Where clients connect. */
  public String readyAddress() {
    return "127.0.0.1:0";
  }

  /** Blocks until stopped; the exit code. */
  public int awaitStop() {
    try {
      stopped.await();
      return 0;
    } catch (InterruptedException e) {
      return 1;
    }
  }

  /** Asks for a stop. */
  public void stop() {
    stopped.countDown();
  }

  @Override
  public void close() {
    stop();
    admin.close();
  }
}
