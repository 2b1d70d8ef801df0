package io.gannet.server;

import io.gannet.engine.hotkey.HotKeyBoard;
import io.gannet.engine.metrics.Telling;
import io.gannet.engine.slow.SlowBoard;
import io.gannet.server.admin.AdminView;
import io.gannet.server.config.Configuration;
import io.gannet.server.listener.ShardMap;
import io.gannet.server.product.Product;
import io.gannet.server.worker.ConnectionRow;
import io.gannet.server.worker.Holding;
import io.gannet.server.worker.turn.WalkReport;
import java.util.List;
import java.util.Optional;

/** A server as the admin sees it. */
final class ServerView implements AdminView {
  private final Product product;
  private final Configuration configuration;
  private final Server server;
  private final ServerTelling telling;
  private final RequestLog requestLog;

  ServerView(
      Product product,
      Configuration configuration,
      Server server,
      ServerTelling telling,
      RequestLog requestLog) {
    this.telling = telling;
    this.requestLog = requestLog;
    this.product = product;
    this.configuration = configuration;
    this.server = server;
  }

  @Override
  public String product() {
    return product.name();
  }

  @Override
  public Configuration configuration() {
    return configuration;
  }

  @Override
  public Telling telling() {
    return telling.now();
  }

  @Override
  public ShardMap shards() {
    return server.shards();
  }

  @Override
  public List<WalkReport> walk() {
    return server.walk();
  }

  @Override
  public List<ConnectionRow> connections(Holding by, int limit) {
    return server.connections(by, limit);
  }

  @Override
  public List<HotKeyBoard.Row> hotKeys() {
    return telling.hotKeys();
  }

  @Override
  public SlowBoard slow() {
    return requestLog.slow();
  }

  @Override
  public Optional<String> unhealthy() {
    return server.unhealthy();
  }
}
