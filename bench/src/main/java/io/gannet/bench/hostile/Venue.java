package io.gannet.bench.hostile;

import io.gannet.bench.observe.ServerWatch;

/** Where cases take place: a server, which may have to be a new one for each. */
public interface Venue extends AutoCloseable {
  /** The server, in tables. */
  String name();

  /**
   * One that is fit for this case: it has given back all that it was made to hold before.
   *
   * @throws RuntimeException if there is none
   */
  ServerWatch open(Case one);

  /** It is not fit for another case. */
  void spoilt();

  @Override
  void close();
}
