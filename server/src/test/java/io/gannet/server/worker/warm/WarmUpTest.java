package io.gannet.server.worker.warm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gannet.engine.process.Processor;
import io.gannet.engine.process.ping.PingProcessor;
import io.gannet.ffi.memory.Policy;
import io.gannet.ffi.uring.LinuxKernel;
import io.gannet.server.config.Configuration;
import io.gannet.server.config.OptionGroup;
import io.gannet.server.config.OptionTable;
import io.gannet.server.worker.Worker;
import io.gannet.server.worker.option.Populate;
import io.gannet.server.worker.option.Shard;
import io.gannet.server.worker.option.ShardPlan;
import io.gannet.server.worker.option.WorkerOptions;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A warm-up by a worker of ping that is slow once, or does not answer as it should. */
@Timeout(120)
class WarmUpTest {
  private static final long BUDGET_NS = 100_000_000L;
  private static final long LONG_NS = 60_000_000_000L;
  private static final long SLOW_MS = 2_500;
  private static final WarmUp.Exchange PING = WarmUp.exchange("PING\r\n", "PONG\r\n");

  private final AtomicBoolean slow = new AtomicBoolean();
  private final Worker worker =
      new Worker(0, LinuxKernel.LINUX, options(), plan(), List.of("warm-up"));

  private static WorkerOptions options() {
    OptionTable table = new OptionTable(List.of(new OptionGroup("Worker", WorkerOptions.ALL)));
    return WorkerOptions.from(new Configuration(table, List.of())).scratch();
  }

  private ShardPlan plan() {
    return new ShardPlan(
        (memory, clock, ownership) -> new Shard(slowOnce(new PingProcessor()), List.of(), ""),
        0,
        Policy.OFF,
        Populate.ON);
  }

  private Processor slowOnce(Processor processor) {
    return (Processor)
        Proxy.newProxyInstance(
            Processor.class.getClassLoader(),
            new Class<?>[] {Processor.class},
            (proxy, method, args) -> {
              if (method.getName().equals("process") && slow.getAndSet(false)) {
                Thread.sleep(SLOW_MS);
              }
              return method.invoke(processor, args);
            });
  }

  @Test
  void aReplyThatTakesSecondsIsWaitedFor() {
    slow.set(true);
    assertTrue(WarmUp.run(worker, List.of(PING), BUDGET_NS, 0) > 0);
    assertTrue(worker.ended().isDone());
  }

  @Test
  void itGoesOnUntilTheCompilersHaveRested() {
    long few = WarmUp.run(worker, List.of(PING), 1, 0);
    Worker another = new Worker(0, LinuxKernel.LINUX, options(), plan(), List.of("warm-up"));
    long more = WarmUp.run(another, List.of(PING), 1, 10 * BUDGET_NS);
    assertTrue(another.ended().isDone());
    assertTrue(few <= 1, few + " exchanges in no time");
    assertTrue(more > 1, more + " exchanges in a rest");
  }

  @Test
  void aWorkerIsEndedEvenIfItsReplyIsNoneThatWasAwaited() {
    WarmUp.Exchange endless = WarmUp.exchange("x".repeat(10_000), "PONG\r\n");
    IllegalStateException told =
        assertThrows(
            IllegalStateException.class,
            () -> WarmUp.run(worker, List.of(PING, endless), LONG_NS, 0));
    assertEquals("a reply is not as it should be", told.getMessage());
    assertTrue(worker.ended().isDone());
  }
}
