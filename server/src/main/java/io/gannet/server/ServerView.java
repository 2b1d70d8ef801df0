package io.gannet.server;

import io.gannet.engine.metrics.Metric;
import io.gannet.engine.metrics.MetricGroup;
import io.gannet.engine.process.Statistics;
import io.gannet.server.admin.AdminView;
import io.gannet.server.admin.Stat;
import io.gannet.server.config.Configuration;
import io.gannet.server.product.Product;
import java.util.List;
import java.util.Optional;

/** A server as the admin and the protocol's {@code stats} see it. */
final class ServerView implements AdminView {
}
