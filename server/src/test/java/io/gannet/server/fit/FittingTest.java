package io.gannet.server.fit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gannet.engine.option.Option;
import io.gannet.ffi.host.AvailableMemory;
import io.gannet.server.StartupException;
import io.gannet.server.config.Configuration;
import io.gannet.server.config.Given;
import io.gannet.server.config.OptionGroup;
import io.gannet.server.config.OptionTable;
import io.gannet.server.config.Origin;
import io.gannet.server.worker.option.ShardOptions;
import io.gannet.server.worker.option.WorkerOptions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FittingTest {
  private static final long MIB = 1L << 20;
  private static final long GIB = 1L << 30;
  private static final Offer PLENTY = offer(64 * GIB, AvailableMemory.NOT_TOLD, 0);

  private final List<Given> given = new ArrayList<>();

  private static Offer offer(long hostBytes, long cgroupBytes, long mib2Bytes) {
    AvailableMemory memory = new AvailableMemory(hostBytes, cgroupBytes, mib2Bytes, 0);
    return new Offer(memory, 1 << 20, 2 * GIB);
  }

  private FittingTest give(Option option, String value) {
    given.add(Given.flag(option, value));
    return this;
  }

  private Fitted fit(Offer offer) {
    return fit(offer, false);
  }

  private Fitted fit(Offer offer, boolean opensFiles) {
    List<OptionGroup> groups =
        List.of(
            new OptionGroup("Memory", ShardOptions.ALL),
            new OptionGroup("Worker", WorkerOptions.ALL));
    return Fitting.of(new Configuration(new OptionTable(groups), given), true, opensFiles, offer);
  }

  private String refusal(Offer offer) {
    return assertThrows(StartupException.class, () -> fit(offer)).getMessage();
  }

  @Test
  void whereThereIsPlentyNothingIsLowered() {
    Fitted fitted = fit(PLENTY);
    assertEquals(List.of(), fitted.words());
    assertEquals(10_000, fitted.configuration().number(WorkerOptions.MAX_CONNECTIONS));
    assertEquals(GIB, fitted.configuration().number(ShardOptions.MEMORY));
  }

  @Test
  void aDefaultOfMemoryIsLoweredToWhatTheCgroupLeaves() {
    Fitted fitted = fit(offer(64 * GIB, 256 * MIB, 0));
    long bytes = fitted.configuration().number(ShardOptions.MEMORY);
    assertTrue(bytes > 64 * MIB && bytes < 192 * MIB, "" + bytes);
    assertEquals(Origin.HOST, fitted.configuration().setting(ShardOptions.MEMORY).origin());
    assertFalse(fitted.configuration().isSet(ShardOptions.MEMORY));
    assertEquals(1, fitted.words().size());
    String word = fitted.words().getFirst();
    assertTrue(word.contains("instead of 1GiB: the cgroup leaves 256MiB"), word);
  }

  @Test
  void memoryThatWasAskedForIsRefusedWithTheCure() {
    give(ShardOptions.MEMORY, "1TiB");
    String refusal = refusal(offer(4 * GIB, AvailableMemory.NOT_TOLD, 0));
    assertTrue(refusal.startsWith("--memory 1TiB: the host leaves 4GiB"), refusal);
    assertTrue(refusal.matches("(?s).*\n  cure: --memory 39[0-9]{2}MiB, or more .*"), refusal);
  }

  @Test
  void aHostWithoutMemoryForTheJvmIsRefusedEvenByDefault() {
    String refusal = refusal(offer(64 * MIB, AvailableMemory.NOT_TOLD, 0));
    assertTrue(refusal.contains("cure: more memory for the host"), refusal);
  }

  @Test
  void aPoolOfHugePagesIsOutsideTheCgroup() {
    give(ShardOptions.MEMORY, "8GiB");
    assertEquals(List.of(), fit(offer(GIB, 256 * MIB, 8 * GIB)).words());
    refusal(offer(GIB, 256 * MIB, 8 * GIB - 1));
    give(ShardOptions.HUGEPAGES, "off");
    refusal(offer(GIB, 256 * MIB, 8 * GIB));
  }

  @Test
  void theDefaultOfConnectionsIsLoweredToTheLimitOfOpenFiles() {
    Offer few = new Offer(PLENTY.memory(), 1024, 2 * GIB);
    Fitted fitted = fit(few);
    assertEquals(1024, fitted.configuration().number(WorkerOptions.MAX_CONNECTIONS));
    assertTrue(fitted.words().getFirst().contains("limit of open files is 1024"));
  }

  @Test
  void overEpollConnectionsShareTheLimitWithWhatElseIsOpen() {
    Offer few = new Offer(PLENTY.memory(), 1024, 2 * GIB);
    long connections = fit(few, true).configuration().number(WorkerOptions.MAX_CONNECTIONS);
    assertTrue(connections > 800 && connections < 1000, "" + connections);
  }

  @Test
  void connectionsThatWereAskedForAreRefusedWithTheCure() {
    give(WorkerOptions.MAX_CONNECTIONS, "1025");
    String refusal = refusal(new Offer(PLENTY.memory(), 1024, 2 * GIB));
    assertTrue(refusal.contains("LimitNOFILE"), refusal);
    assertTrue(refusal.contains("--max-connections 1024"), refusal);
  }

  @Test
  void theHeapOfTheLauncherHoldsAsManyConnectionsAsMayBeAskedFor() {
    String most = Long.toString(WorkerOptions.MAX_CONNECTIONS.max());
    give(WorkerOptions.MAX_CONNECTIONS, most);
    assertEquals(List.of(), fit(PLENTY).words());
  }

  @Test
  void aSmallHeapLowersTheDefaultAndRefusesWhatWasAskedFor() {
    Offer small = new Offer(PLENTY.memory(), 1 << 20, 16 * MIB);
    Fitted fitted = fit(small);
    assertTrue(fitted.configuration().number(WorkerOptions.MAX_CONNECTIONS) < 10_000);
    give(WorkerOptions.MAX_CONNECTIONS, "100000");
    String refusal = refusal(small);
    assertTrue(refusal.contains("GANNET_JAVA_OPTS=-Xmx"), refusal);
  }
}
