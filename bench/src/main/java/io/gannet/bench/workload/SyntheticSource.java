package io.gannet.bench.workload;

/** One thread's requests of a {@link SyntheticWorkload}: endless. */
final class SyntheticSource implements RequestSource {
  private static final double PERCENT = 1 / 100.0;

  private final KeyDraw keys;
  private final KeyShape shape;
  private final Distribution ttlSec;
  private final Random64 random;
  private final double setsBelow;
  private final double deletesBelow;

  SyntheticSource(SyntheticOptions options, KeyDraw keys, int index) {
    this.keys = keys;
    this.shape = new KeyShape(options);
    this.ttlSec = options.ttlSec();
    this.random = Random64.of(options.seed(), index);
    this.setsBelow = options.mix().setPercent() * PERCENT;
    this.deletesBelow = setsBelow + options.mix().deletePercent() * PERCENT;
  }

  @Override
  public boolean next(Ask ask) {
    double kind = random.fraction();
    ask.op = kind < setsBelow ? Op.SET : kind < deletesBelow ? Op.DELETE : Op.GET;
    ask.ttlSec = ttlSec.draw(random.next());
    shape.put(keys.next(random), ask);
    return true;
  }
}
