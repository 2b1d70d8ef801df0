package io.gannet.engine.hotkey;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.gannet.engine.bytes.Ascii;
import io.gannet.engine.bytes.UrlText;
import io.gannet.engine.metrics.ThingLine;
import io.gannet.engine.metrics.Things;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * What all workers' clients ask for most, together: a key that clients of several workers ask for
 * is one. Whoever may allocate has it {@link #refresh}ed; what is told is as it was then.
 */
public final class HotKeyBoard implements Things {
  /** What is said behind {@code stats} to be told it. */
  public static final String SECTION = "hotkeys";

  /** How many are told. */
  public static final int TOLD = 20;

  private static final byte[] KEY = ":key ".getBytes(US_ASCII);
  private static final byte[] REQUESTS = ":requests ".getBytes(US_ASCII);
  private static final byte[] ERROR = ":error ".getBytes(US_ASCII);
  private static final byte[] PERCENT = ":percent ".getBytes(US_ASCII);
  private static final byte[] POINT = ".".getBytes(US_ASCII);

  private final List<HotKeys> tables;

  /** The first {@link #different} were read, those of one key as one; the next is read into. */
  private final HotKey[] keys;

  private int different;

  /** Where they are by their hashes, and one more; 0 is nowhere. Linear probing. */
  private final int[] places;

  private long seen = -1;
  private volatile List<Row> rows = List.of();

  /**
   * One that is told.
   *
   * @param key in a URL's letters
   * @param requests how often it was asked for lately, by what was counted; at most
   * @param error by how much that may be too much
   * @param permille which part of all requests that is
   */
  public record Row(String key, long requests, long error, int permille) {
    private static Row of(HotKey key, long total, int sample) {
      int permille = (int) Math.min(1000, key.count * 1000 / Math.max(1, total));
      return new Row(url(key), key.count * sample, key.error * sample, permille);
    }

    private static String url(HotKey key) {
      byte[] letters = new byte[key.length * UrlText.LETTERS_MAX];
      long end =
          UrlText.put(
              MemorySegment.ofArray(key.key), 0, key.length, MemorySegment.ofArray(letters), 0);
      return new String(letters, 0, (int) end, US_ASCII);
    }
  }

  /**
   * Of these workers' tables, which have counted one request of as many each; null is the table of
   * a worker that stores nothing.
   */
  public HotKeyBoard(List<HotKeys> tables) {
    this.tables = tables.stream().filter(Objects::nonNull).toList();
    this.keys = new HotKey[tables.size() * HotKeys.KEYS + 1];
    for (int i = 0; i < keys.length; i++) {
      keys[i] = new HotKey();
    }
    this.places = new int[2 * Integer.highestOneBit(2 * keys.length + 1)];
  }

  /** Looks at the tables, and makes what is told, if there is news. Any thread of control. */
  public synchronized List<Row> refresh() {
    long total = 0;
    for (HotKeys table : tables) {
      total += table.total();
    }
    if (total != seen) {
      seen = total;
      read();
      rows = told(total);
    }
    return rows;
  }

  private void read() {
    Arrays.fill(places, 0);
    different = 0;
    for (HotKeys table : tables) {
      for (int row = 0; row < HotKeys.KEYS; row++) {
        if (table.copy(row, keys[different])) {
          enter();
        }
      }
    }
  }

  /** Makes the one that was read last one with the same key, or the next of the different ones. */
  private void enter() {
    HotKey key = keys[different];
    int place = (int) (key.hash ^ key.hash >>> Integer.SIZE) & places.length - 1;
    while (places[place] != 0 && !keys[places[place] - 1].isSame(key)) {
      place = place + 1 & places.length - 1;
    }
    if (places[place] != 0) {
      keys[places[place] - 1].add(key);
    } else {
      places[place] = ++different;
    }
  }

  /** Those asked for most come to the front, one by one. */
  private List<Row> told(long total) {
    List<Row> told = new ArrayList<>(TOLD);
    for (int i = 0; i < Math.min(TOLD, different); i++) {
      int most = i;
      for (int j = i + 1; j < different; j++) {
        most = keys[j].certain() > keys[most].certain() ? j : most;
      }
      HotKey key = keys[most];
      keys[most] = keys[i];
      keys[i] = key;
      told.add(Row.of(key, total, tables.getFirst().sample()));
    }
    return List.copyOf(told);
  }

  @Override
  public int things() {
    return TOLD;
  }

  @Override
  public long put(int thing, byte[] head, MemorySegment memory, long offset) {
    List<Row> told = rows;
    if (thing >= told.size()) {
      return offset;
    }
    Row row = told.get(thing);
    int number = thing + 1;
    long at = ThingLine.begin(memory, offset, head, number, KEY);
    for (int i = 0; i < row.key.length(); i++) {
      memory.set(Ascii.BYTE, at++, (byte) row.key.charAt(i));
    }
    at = ThingLine.end(memory, at);
    at = ThingLine.put(memory, at, head, number, REQUESTS, row.requests);
    at = ThingLine.put(memory, at, head, number, ERROR, row.error);
    at = ThingLine.begin(memory, at, head, number, PERCENT);
    at = ThingLine.number(memory, at, row.permille / 10);
    at = ThingLine.text(memory, at, POINT);
    at = ThingLine.number(memory, at, row.permille % 10);
    return ThingLine.end(memory, at);
  }
}
