package io.gannet.server.worker;

import io.gannet.engine.hotkey.HotKeys;
import io.gannet.engine.metrics.MetricGroup;
import io.gannet.engine.slow.SlowLog;
import java.util.List;

/**
 * What a started worker tells the control plane.
 *
 * @param ringFd the descriptor that others post to
 * @param pages the pages that the store was granted, and why not better
 * @param ring the ring's features, and what is missing
 * @param fits which items its shard can hold
 * @param metrics what the worker and its shard count
 * @param connections who is connected, and holds what
 * @param hotKeys where the keys that its clients ask for are counted; null if they are not
 * @param slow the requests that took long; null if nobody wants to know
 */
public record WorkerFacts(
    int ringFd,
    String pages,
    String ring,
    String fits,
    List<MetricGroup> metrics,
    ConnectionsView connections,
    HotKeys hotKeys,
    SlowLog slow) {}
