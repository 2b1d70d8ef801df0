package io.gannet.bench.workload;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Workloads as Meta published them for CacheLib's cachebench: a folder with {@code config.json}
 * and the files it names ({@code popDistFile}, {@code valSizeDistFile}).
 *
 * <p>Taken from it are how popular keys are, the sizes of keys and values, the mix, deadlines, and
 * whether a miss is filled ({@code enableLookaside}). As cachebench has it, a lone get or set is
 * one of a key that nobody asks for again. Of {@code numKeys} no more count than the popularity was
 * measured over: cachebench spreads these over the others, which are never asked for.
 *
 * @see <a href="https://cachelib.org/docs/">CacheLib's guides, "Configuring cachebench"</a>
 */
public final class CacheLib {
  private static final String CONFIG = "config.json";
  private static final List<String> OTHER_OPERATIONS =
      List.of("addChainedRatio", "updateRatio", "couldExistRatio");

  private static final JsonFactory JSON =
      JsonFactory.builder().enable(JsonReadFeature.ALLOW_JAVA_COMMENTS).build();

  private final Path folder;
  private final Map<String, double[]> numbers = new HashMap<>();
  private final Map<String, String> texts = new HashMap<>();

  private CacheLib(Path folder) throws IOException {
    this.folder = folder;
    read(CONFIG);
    for (String name : List.of("popDistFile", "valSizeDistFile")) {
      if (texts.containsKey(name)) {
        read(texts.get(name));
      }
    }
  }

  /**
   * Reads a folder.
   *
   * @param keys how many to spread the popularity over; 0: as many as it was measured over. With
   *     fewer, keys next to each other in popularity become one, as cachebench does it: the most
   *     popular become more so
   * @throws IllegalArgumentException when it cannot be read, or holds what cannot be asked of a
   *     server, with the name of it
   */
  public static SyntheticOptions read(Path folder, long keys, long seed) {
    try {
      return new CacheLib(folder).options(keys, seed);
    } catch (IOException e) {
      throw new IllegalArgumentException("cachelib: cannot read " + folder + ": " + e, e);
    }
  }

  private void read(String file) throws IOException {
    try (var in = Files.newInputStream(folder.resolve(file));
        JsonParser parser = JSON.createParser(in)) {
      String name = "";
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        switch (token) {
          case FIELD_NAME -> name = parser.currentName();
          case VALUE_STRING -> texts.put(name, parser.getText());
          case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> add(name, parser.getDoubleValue());
          case VALUE_TRUE -> add(name, 1);
          case START_ARRAY -> readArray(parser, name);
          default -> { }
        }
      }
    }
  }

  /** Numbers of one array; one of objects (pools) is read as what stands in it. */
  private void readArray(JsonParser parser, String name) throws IOException {
    List<Double> values = new ArrayList<>();
    JsonToken token = parser.nextToken();
    for (; token != null && token.isNumeric(); token = parser.nextToken()) {
      values.add(parser.getDoubleValue());
    }
    if (!values.isEmpty()) {
      put(name, values.stream().mapToDouble(Double::doubleValue).toArray());
    }
  }

  private void add(String name, double value) {
    put(name, new double[] {value});
  }

  private void put(String name, double[] values) {
    double[] before = numbers.put(name, values);
    if (before != null && !Arrays.equals(before, values)) {
      throw new IllegalArgumentException(
          "cachelib: " + name + " stands twice in " + folder + "; allowed: a single pool");
    }
  }

  private SyntheticOptions options(long keys, long seed) {
    Popularity.Buckets popularity = popularity();
    long measured = popularity.keys().stream().mapToLong(Long::longValue).sum();
    long most = (long) Math.min(measured, number("numKeys", measured));
    return new SyntheticOptions(
        keys == 0 ? most : keys,
        sizes("keySizeRange", Keys.BYTES_MIN, Keys.BYTES_MAX),
        sizes("valSizeRange", 0, Sizes.VALUE_BYTES_MAX),
        mix(),
        oncePercent() == 0 ? popularity : new Popularity.Once(popularity, oncePercent()),
        numbers.containsKey("ttlSecsRange")
            ? sizes("ttlSecsRange", 0, Ttls.TTL_SEC_MAX)
            : Ttls.NONE,
        number("enableLookaside", 0) != 0,
        seed);
  }

  private Popularity.Buckets popularity() {
    double[] keys = array("popularityBuckets");
    double[] weights = array("popularityWeights");
    if (keys.length != weights.length) {
      throw new IllegalArgumentException(
          "cachelib: popularityBuckets has %d numbers, popularityWeights %d"
              .formatted(keys.length, weights.length));
    }
    checkSum("popularityWeights", weights);
    return new Popularity.Buckets(
        Arrays.stream(keys).mapToObj(count -> (long) count).toList(),
        Arrays.stream(weights).boxed().toList());
  }

  private Mix mix() {
    for (String name : OTHER_OPERATIONS) {
      if (number(name, 0) != 0) {
        throw new IllegalArgumentException("cachelib: " + name + " is not a server's; allowed: 0");
      }
    }
    double gets = number("getRatio", 0) + number("loneGetRatio", 0);
    double sets = number("setRatio", 0) + number("loneSetRatio", 0);
    double deletes = number("delRatio", 0);
    if (!(gets + sets + deletes > 0)) { // nor NaN
      throw new IllegalArgumentException(
          "cachelib: getRatio, setRatio, delRatio, loneGetRatio and loneSetRatio are 0 in " + folder
              + "; allowed: one above 0");
    }
    double percent = 100 / (gets + sets + deletes);
    return new Mix(gets * percent, sets * percent, deletes * percent);
  }

  private double oncePercent() {
    double once = number("loneGetRatio", 0) + number("loneSetRatio", 0);
    double others = number("getRatio", 0) + number("setRatio", 0) + number("delRatio", 0);
    return 100 * once / (once + others);
  }

  /** As many weights as numbers: these numbers; one less: what lies between them. */
  private Distribution sizes(String name, int min, int max) {
    double[] bounds = array(name);
    double[] weights = array(name + "Probability");
    boolean ranges = bounds.length == weights.length + 1;
    if (!ranges && bounds.length != weights.length) {
      throw new IllegalArgumentException(
          "cachelib: %s has %d numbers, %sProbability %d"
              .formatted(name, bounds.length, name, weights.length));
    }
    checkSum(name + "Probability", weights);
    int[] lows = new int[weights.length];
    int[] highs = new int[weights.length];
    for (int i = 0; i < weights.length; i++) {
      lows[i] = (int) Math.clamp(bounds[i], min, max);
      highs[i] = ranges ? (int) Math.clamp(bounds[i + 1] - 1, lows[i], max) : lows[i];
    }
    return new Distribution.Weighted(lows, highs, weights);
  }

  private void checkSum(String name, double[] weights) {
    if (!(Arrays.stream(weights).sum() > 0)) { // nor NaN
      throw new IllegalArgumentException(
          "cachelib: " + name + " is 0 in all in " + folder + "; allowed: one above 0");
    }
  }

  private double number(String name, double otherwise) {
    return numbers.containsKey(name) ? numbers.get(name)[0] : otherwise;
  }

  private double[] array(String name) {
    if (!numbers.containsKey(name)) {
      throw new IllegalArgumentException("cachelib: no " + name + " in " + folder);
    }
    return numbers.get(name);
  }
}
