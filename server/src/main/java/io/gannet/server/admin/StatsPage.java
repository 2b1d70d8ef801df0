package io.gannet.server.admin;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonGenerator;
import io.gannet.engine.metrics.Column;
import io.gannet.engine.metrics.Distribution;
import io.gannet.engine.metrics.Fact;
import io.gannet.engine.metrics.Metric;
import io.gannet.engine.metrics.RowLabels;
import io.gannet.engine.metrics.Teller;
import io.gannet.engine.metrics.Things;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * What memcached's {@code stats} tells, one section, as one JSON object with the same names in the
 * same order.
 */
final class StatsPage implements Teller {
  private static final Pattern NUMBER = Pattern.compile("0|-?[1-9][0-9]{0,17}");
  private static final byte[] NO_HEAD = {};

  /** A page is made whole in memory; the wire tells all of a million, as it has room. */
  private static final int THINGS_MAX = 1000;

  private final JsonGenerator json;
  private final TextBuffer number = new TextBuffer();
  private int thingsSeen;

  private StatsPage(JsonGenerator json) {
    this.json = json;
  }

  /** The sections that there are beside the general one. */
  static Set<String> sections(AdminView view) {
    Set<String> sections = new TreeSet<>(view.telling().sections());
    sections.remove("");
    return sections;
  }

  /** One section, "" for the general one. */
  static Page of(AdminView view, String section) {
    return JsonPage.of(
        json -> {
          json.writeStartObject();
          StatsPage page = new StatsPage(json);
          view.telling().tell(section, page);
          if (page.thingsSeen > THINGS_MAX) {
            json.writeNumberField("not_told", page.thingsSeen - THINGS_MAX);
          }
          json.writeEndObject();
        });
  }

  @Override
  public void fact(Fact fact) {
    write(fact.stat(), fact.text());
  }

  @Override
  public void metric(Metric metric) {
    if (metric.stat() != null) {
      writeNumber(metric.stat(), metric.value().getAsLong(), metric.decimals());
    }
  }

  private void writeNumber(String name, long value, int decimals) {
    number.cut(0);
    number.put(value, decimals);
    writeNumber(name, new String(number.toBytes(), UTF_8));
  }

  @Override
  public void rows(RowLabels labels, List<Column> columns) {
    for (int row = 0; row < labels.texts().size(); row++) {
      if (labels.told().test(row)) {
        for (Column column : columns) {
          String name = labels.head(row) + RowLabels.tail(column.stat());
          writeNumber(name, column.value().applyAsLong(row), column.decimals());
        }
      }
    }
  }

  @Override
  public void distribution(Distribution distribution) {
    for (int row = 0; row < distribution.rows(); row++) {
      long value = distribution.valueOf(row);
      if (value != 0) {
        writeNumber(distribution.rowOf(row), Long.toString(value));
      }
    }
  }

  /** The first of them; how many there are beyond is told as {@code not_told}. */
  @Override
  public void things(Things things) {
    byte[] bytes = new byte[2 * Things.BYTES_MAX];
    MemorySegment memory = MemorySegment.ofArray(bytes);
    for (int thing = 0; thing < things.things(); thing++) {
      int length = (int) things.put(thing, NO_HEAD, memory, 0);
      thingsSeen += length > 0 ? 1 : 0;
      if (thingsSeen <= THINGS_MAX) {
        writeLines(new String(bytes, 0, length, UTF_8));
      }
    }
  }

  private void writeLines(String lines) {
    lines
        .lines()
        .forEach(
            line -> {
              int blank = line.indexOf(' ');
              write(line.substring(0, blank), line.substring(blank + 1));
            });
  }

  private void write(String name, String text) {
    if (NUMBER.matcher(text).matches()) {
      writeNumber(name, text);
      return;
    }
    try {
      json.writeStringField(name, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void writeNumber(String name, String number) {
    try {
      json.writeFieldName(name);
      json.writeNumber(number);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
