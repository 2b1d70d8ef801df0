package io.gannet.server.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What is read of {@code /metrics}, and what became other between two readings. */
class ChangeTest {
  private static final String THEN =
      """
      # HELP gannet_requests_total Requests.
      # TYPE gannet_requests_total counter
      gannet_requests_total{worker="0"} 100
      gannet_requests_total{worker="1"} 50
      gannet_info{text="a \\"b\\" c, d=\\"e\\"",worker="0"} 1
      s_bucket{verb="get",worker="0",le="0.001"} 10
      s_bucket{verb="get",worker="0",le="0.002"} 10
      s_bucket{verb="get",worker="0",le="+Inf"} 10
      """;

  private static final String NOW =
      """
      gannet_requests_total{worker="0"} 300
      gannet_requests_total{worker="1"} 40
      s_bucket{verb="get",worker="0",le="0.001"} 60
      s_bucket{verb="get",worker="0",le="0.002"} 110
      s_bucket{verb="get",worker="0",le="+Inf"} 110
      s_bucket{verb="set",worker="0",le="0.001"} 0
      s_bucket{verb="set",worker="0",le="0.002"} 0
      s_bucket{verb="set",worker="0",le="+Inf"} 4
      """;

  private final Scrape then = Scrape.of(1_000_000_000L, THEN);
  private final Scrape now = Scrape.of(3_000_000_000L, NOW);
  private final Change change = new Change(then, now);

  @Test
  void linesAreTakenApart() {
    assertEquals(150, then.sum("gannet_requests_total"));
    assertEquals(0, then.sum("absent"));
    assertTrue(then.tells("gannet_info"));
    assertFalse(then.tells("absent"));
    assertEquals("a \\\"b\\\" c, d=\\\"e\\\"", then.label("gannet_info", "text"));
    assertEquals("", then.label("absent", "text"));
    assertEquals(
        List.of("0", "1"), List.copyOf(now.sums("gannet_requests_total", "worker").keySet()));
    assertEquals(40, now.sums("gannet_requests_total", "worker").get("1"));
  }

  @Test
  void rateIsOfTheTimeBetweenThem() {
    assertEquals(2, change.seconds());
    assertEquals(100, change.rate("gannet_requests_total", "worker", "0"));
  }

  @Test
  void counterThatWasResetBeginsAtNothing() {
    assertEquals(20, change.rate("gannet_requests_total", "worker", "1"));
  }

  @Test
  void quantileIsOfWhatWasCountedMeanwhile() {
    assertEquals(0.001, change.quantile("s", 0.5, "verb", "get"), 1e-9);
    assertEquals(0.0015, change.quantile("s", 0.75, "verb", "get"), 1e-9);
    assertEquals(0.002, change.quantile("s", 1, "verb", "get"), 1e-9);
  }

  @Test
  void whatIsAboveAllBoundsIsToldAsTheLargest() {
    assertEquals(0.002, change.quantile("s", 0.5, "verb", "set"), 1e-9);
  }

  @Test
  void quantileOfNothingIsNothing() {
    assertEquals(0, change.quantile("absent", 0.5));
    assertEquals(0, new Change(now, now).quantile("s", 0.5));
  }
}
