package io.gannet.bench.workload;

/** One thread's share of the sets, one a key, that fill a server. */
final class FillSource implements RequestSource {
  private final KeyShape shape;
  private final Distribution ttlSec;
  private final Random64 random;
  private final long keys;
  private final int step;
  private long position;

  FillSource(SyntheticOptions options, int index, int count) {
    this.shape = new KeyShape(options);
    this.ttlSec = options.ttlSec();
    this.random = Random64.of(~options.seed(), index);
    this.keys = options.keys();
    this.step = count;
    this.position = index;
  }

  @Override
  public boolean next(Ask ask) {
    if (position >= keys) {
      return false;
    }
    ask.op = Op.SET;
    ask.ttlSec = ttlSec.draw(random.next());
    shape.put(position, ask);
    position += step;
    return true;
  }
}
