package io.gannet.engine.store.direct;

import io.gannet.engine.store.Found;

/** What a walk has found so far. Places are slots. */
final class DirectFound extends Found {
  final long[] slotsByState = new long[Slots.READ + 1];
  long reservedBytes;
  long pins;
}
