package io.gannet.bench.hostile;

import java.net.InetSocketAddress;

/** Holds half requests on a Gannet's admin port, and asks for {@code /health} meanwhile. */
final class HalfAdmin implements Attack {
  /** What must not be in a toll. */
  static final String UNHEALTHY = "/health without an answer";

  private static final int CLIENTS = 100;

  @Override
  public Assault begin(Site site) {
    InetSocketAddress admin =
        site.admin().orElseThrow(() -> new Unavailable("no admin port is known"));
    Habit half = new Silent(index -> Bytes.of("GET /metrics HTTP/1.1\r\n"));
    Crowd crowd = new Crowd(admin, half, CLIENTS).start();
    HealthProbe probe = new HealthProbe(admin).start();
    return new Assault() {
      @Override
      public Toll end() throws InterruptedException {
        Toll toll = crowd.end();
        probe.end(toll);
        return toll;
      }
    };
  }
}
