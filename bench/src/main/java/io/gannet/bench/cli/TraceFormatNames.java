package io.gannet.bench.cli;

import io.gannet.bench.trace.TraceFormat;
import io.gannet.bench.trace.TraceFormats;
import io.gannet.bench.trace.TraceOptions;
import java.util.Iterator;
import java.util.stream.Stream;

/** The words of {@code --format}, for help. */
final class TraceFormatNames implements Iterable<String> {
  @Override
  public Iterator<String> iterator() {
    Stream<String> names = TraceFormats.ALL.stream().map(TraceFormat::name);
    return Stream.concat(Stream.of(TraceOptions.AUTO), names).iterator();
  }
}
