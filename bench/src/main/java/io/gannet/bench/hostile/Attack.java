package io.gannet.bench.hostile;

import java.io.IOException;

/** How a case does its harm. */
@FunctionalInterface
interface Attack {
  /** Begins at once, on threads of its own. */
  Assault begin(Site site) throws IOException, InterruptedException;
}
