package io.gannet.engine.store.slab;

/** Places of each size class that no item is in and no reader keeps from use. */
final class Vacancies {
  private final SizeClasses classes;
  private final long[] places;
  private long bytes;

  Vacancies(SizeClasses classes) {
    this.classes = classes;
    this.places = new long[classes.count()];
  }

  /** Those of a class. */
  long of(int sizeClass) {
    return places[sizeClass];
  }

  /** Bytes of all. */
  long bytes() {
    return bytes;
  }

  /** So many more. */
  void add(int sizeClass, int more) {
    places[sizeClass] += more;
    bytes += (long) more * classes.itemBytes(sizeClass);
    assert places[sizeClass] >= 0;
  }
}
