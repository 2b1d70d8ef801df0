package io.gannet.server;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gannet.ffi.uring.LinuxKernel;
import io.gannet.server.config.Configuration;
import io.gannet.server.config.OptionTable;
import io.gannet.server.product.Product;
import io.gannet.server.product.Products;
import io.gannet.server.worker.option.Logging;
import io.gannet.server.worker.option.WorkerOptions;
import io.gannet.server.worker.warm.WarmUp;
import java.lang.reflect.Proxy;
import java.util.List;
import org.junit.jupiter.api.Test;

class WarmStartTest {
  private static final WarmUp.Exchange NEVER_ANSWERED =
      WarmUp.exchange("x".repeat(10_000), "PONG\r\n");

  /** Ping, warmed up with what ends a conversation. */
  private static Product badlyWarmed() {
    Product ping =
        Products.ALL.stream().filter(one -> !one.stores()).findFirst().orElseThrow();
    return (Product)
        Proxy.newProxyInstance(
            Product.class.getClassLoader(),
            new Class<?>[] {Product.class},
            (proxy, method, args) ->
                method.getName().equals("warmUp")
                    ? List.of(NEVER_ANSWERED)
                    : method.invoke(ping, args));
  }

  @Test
  void aWarmUpThatFailsIsToldAndTheStartGoesOn() {
    Product product = badlyWarmed();
    Configuration configuration =
        new Configuration(new OptionTable(product.options()), List.of());
    Banner banner = new Banner("pingserver", "", List.of());
    WorkerOptions options = WorkerOptions.from(configuration);
    new WarmStart(product, configuration, LinuxKernel.LINUX, options, Logging.NONE).run(banner);
    String told = banner.lines().getLast();
    assertTrue(told.matches("  warm-up: [0-9]+ ms, cut short: a reply .*"), told);
  }
}
