package io.gannet.server.watch;

import io.gannet.engine.mail.MailRing;
import io.gannet.engine.watch.WatchEvents;
import io.gannet.engine.watch.WatchLog;
import io.gannet.ffi.memory.Policy;
import io.gannet.ffi.memory.Region;
import java.util.ArrayList;
import java.util.List;

/**
 * The rings that are lent to all workers while somebody watches, resident before they are. They are
 * unmapped when each worker has given its own back, at the end of one of its turns.
 */
final class WatchRings {
  private final List<WatchLog> logs;
  private final Region region;
  private final List<MailRing> rings = new ArrayList<>();
  private final WatchEvents events;
  private int streams;

  /**
   * Maps one of so many bytes for each worker.
   *
   * @throws io.gannet.ffi.linux.LinuxException if there is no memory
   */
  WatchRings(List<WatchLog> logs, int bytes) {
    this.logs = logs;
    this.region = Region.map(logs.size() * MailRing.bytes(bytes), Policy.OFF);
    region.faultIn();
    for (int worker = 0; worker < logs.size(); worker++) {
      rings.add(new MailRing(region.memory(), worker * MailRing.bytes(bytes), bytes));
    }
    this.events = new WatchEvents(rings);
  }

  /** Bytes of all of them. */
  long bytes() {
    return region.memory().byteSize();
  }

  /** What the workers have told. */
  WatchEvents events() {
    return events;
  }

  /** Has the workers tell these streams from now on. */
  void want(int wanted) {
    for (int worker = 0; worker < logs.size(); worker++) {
      if (streams == 0) {
        logs.get(worker).lend(rings.get(worker), wanted);
      } else if (wanted != streams) {
        logs.get(worker).want(wanted);
      }
    }
    streams = wanted;
  }

  /** Asks for all of them back; true once they are. */
  boolean takeBack() {
    logs.forEach(WatchLog::takeBack);
    return logs.stream().allMatch(WatchLog::isBack);
  }

  /** When no worker has one any more. */
  void unmap() {
    region.close();
  }
}
