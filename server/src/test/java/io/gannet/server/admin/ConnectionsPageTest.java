package io.gannet.server.admin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gannet.engine.metrics.Telling;
import io.gannet.server.config.Configuration;
import io.gannet.server.worker.ConnectionFigure;
import io.gannet.server.worker.ConnectionRow;
import io.gannet.server.worker.Holding;
import io.gannet.server.worker.WaitsFor;
import io.gannet.server.worker.turn.Life;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is asked of {@code /conns}, and what is told. */
class ConnectionsPageTest {
  private static final ConnectionRow ROW =
      new ConnectionRow(
          0, 17, "127.0.0.1:4711", "tcp:127.0.0.1:11211", Life.DRAINING, WaitsFor.OUTPUT,
          figures());

  private final List<String> asked = new ArrayList<>();

  private final class View implements AdminView {
    @Override
    public String product() {
      return "testcache";
    }

    @Override
    public Configuration configuration() {
      throw new AssertionError("nobody asked for it");
    }

    @Override
    public Telling telling() {
      throw new AssertionError("nobody asked for it");
    }

    @Override
    public List<ConnectionRow> connections(Holding by, int limit) {
      asked.add(by.word() + " " + limit);
      return List.of(ROW);
    }
  }

  /** Each is its number in their order. */
  private static Map<ConnectionFigure, Long> figures() {
    Map<ConnectionFigure, Long> figures = new EnumMap<>(ConnectionFigure.class);
    for (ConnectionFigure figure : ConnectionFigure.values()) {
      figures.put(figure, (long) figure.ordinal());
    }
    return figures;
  }

  private Page page(String query) {
    return ConnectionsPage.of(new View(), query);
  }

  @Test
  void aConnectionIsToldByItsFiguresNames() {
    String body = new String(page("").body(), UTF_8);
    for (String part :
        List.of(
            "\"by\" : \"unsent\"", "\"limit\" : 50", "\"slot\" : 17", "\"life\" : \"draining\"",
            "\"peer\" : \"127.0.0.1:4711\"", "\"waits_for\" : \"output\"",
            "\"secs_since_last_cmd\" : 0,", "\"secs_since_last_reply\" : 1,",
            "\"unsent_bytes\" : 2,", "\"output_blocks\" : 3,", "\"output_chunks\" : 4,",
            "\"pins\" : 5,", "\"recv_buffers\" : 6,", "\"own_bytes\" : 7,",
            "\"holds_memory\" : 8,", "\"reserved_bytes\" : 9,", "\"awaited_bytes\" : 10,",
            "\"in_flight\" : 11")) {
      assertTrue(body.contains(part), part + " in " + body);
    }
  }

  @Test
  void whatIsAskedForIsWhatIsLookedFor() {
    page("");
    page("by=pins");
    page("limit=10000&by=idle");
    page("limit=1");
    assertEquals(List.of("unsent 50", "pins 50", "idle 10000", "unsent 1"), asked);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "by=", "by=all", "by", "limit=0", "limit=10001", "limit=x", "limit=99999999999", "limit=-1",
        "x=1", "by=pins&&limit=1"
      })
  void aQueryThatIsNoneIsToldWhatThereIs(String query) {
    Page page = page(query);
    assertEquals(400, page.status());
    assertTrue(new String(page.body(), UTF_8).contains("?by=unsent|blocks|"));
    assertEquals(List.of(), asked);
  }
}
