package io.gannet.server.fit;

import io.gannet.server.config.Configuration;
import java.util.List;

/**
 * A configuration that the host can give what it asks for.
 *
 * @param configuration as it was wanted, or with lower defaults
 * @param words what was lowered and why, a line each
 */
public record Fitted(Configuration configuration, List<String> words) {
  /** Neither changes any more. */
  public Fitted {
    words = List.copyOf(words);
  }
}
