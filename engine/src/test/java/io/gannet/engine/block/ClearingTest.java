package io.gannet.engine.block;

import static io.gannet.engine.block.BlockHeaders.NONE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** A place for a large item among blocks that are drawn, a letter each. */
class ClearingTest {
  private static final int BLOCK_BYTES = 100;

  private final Drawn blocks = new Drawn();
  private final Window window = new Window(blocks);
  private final Clearing clearing = new Clearing(window, BLOCK_BYTES, true);

  /**
   * Blocks as they are drawn: {@code .} free, a digit with so many tens of bytes alive, {@code h}
   * held, {@code L} and behind it {@code l} a large item, {@code H} and {@code l} one that is held,
   * {@code a} set aside.
   */
  private static final class Drawn implements Window.Blocks {
    char[] drawn = {};

    @Override
    public int count() {
      return drawn.length;
    }

    @Override
    public boolean isFree(int block) {
      return drawn[block] == '.';
    }

    @Override
    public boolean isAside(int block) {
      return drawn[block] == 'a' || drawn[block] == 'l';
    }

    @Override
    public int head(int block) {
      int head = block;
      while (drawn[head] == 'l') {
        head--;
      }
      return head == block ? NONE : head;
    }

    @Override
    public boolean isHead(int block) {
      return drawn[block] == 'L' || drawn[block] == 'H';
    }

    @Override
    public boolean isHeld(int block) {
      return drawn[block] == 'h' || drawn[block] == 'H';
    }

    @Override
    public int aliveBytes(int block) {
      return Character.isDigit(drawn[block]) ? 10 * (drawn[block] - '0') : BLOCK_BYTES;
    }

    @Override
    public boolean isAmongLast(int block) {
      return false;
    }

    @Override
    public void unlist(int block) {
      assertEquals('.', drawn[block]);
    }

    @Override
    public void setAside(int block) {
      drawn[block] = 'a';
    }

    @Override
    public void putBack(int block) {
      drawn[block] = '.';
    }

    @Override
    public boolean hasIdle(int span) {
      return new String(drawn).chars().filter(block -> block == '.').count() >= span;
    }

    @Override
    public int largeVictim(int from, int to) {
      int first = new String(drawn).indexOf('L', from);
      return first < to ? first : NONE;
    }
  }

  private void draw(String text) {
    blocks.drawn = text.toCharArray();
  }

  private void assertDrawn(String text) {
    assertEquals(text, new String(blocks.drawn));
  }

  /** Looks until the search has ended. */
  private void search() {
    for (int i = 0; clearing.look(); i++) {
      assertTrue(i <= blocks.count() + 1, "it goes on for ever");
    }
  }

  /** What lies there is gone: who awaits the block takes it. */
  private void empty(int block) {
    blocks.drawn[block] = '.';
    if (window.awaits(block)) {
      window.take(block);
    }
  }

  @Test
  void theWindowWithLeastInItIsChosenAndWhatIsFreeOfItSetAside() {
    draw("9.9h1.2h.99");
    assertTrue(clearing.ask(1, 3));
    search();
    assertDrawn("9.9h1a2h.99");
    assertFalse(clearing.isReady());
    assertEquals(4, clearing.block());
    empty(4);
    assertEquals(6, clearing.block());
    empty(6);
    assertTrue(clearing.isReady());
    assertEquals(NONE, clearing.block());
    assertEquals(4, window.handOver());
  }

  @Test
  void theLastOfThoseThatAreFreeIsTakenAtOnce() {
    draw("...9...");
    clearing.ask(1, 2);
    search();
    assertTrue(clearing.isReady());
    assertDrawn("...9.aa");
  }

  @Test
  void oneAfterTheOtherIsServed() {
    draw("9999");
    assertTrue(clearing.ask(1, 2));
    assertFalse(clearing.ask(2, 2));
    clearing.end();
    assertTrue(clearing.ask(2, 2));
  }

  @Test
  void whoDoesNotAskAgainLeavesNothingAside() {
    draw("..9");
    clearing.ask(1, 3);
    search();
    assertDrawn("aa9");
    for (int i = 0; clearing.isAsked(); i++) {
      assertTrue(i < 100);
      clearing.turn();
    }
    assertDrawn("..9");
  }

  @Test
  void whereOnlyLargeOnesAreInTheWayOneOfThemIsNamed() {
    draw("9LlhLlh");
    clearing.ask(1, 2);
    blocks.drawn[0] = 'h';
    search();
    assertEquals(1, clearing.largeItem());
    assertTrue(clearing.isSearching(), "a window is looked for where it was");
  }

  /** Where something small is held between them, those beyond it are of no use. */
  @Test
  void onlyThoseAreNamedThatHelp() {
    draw("LlhLlLl9h");
    clearing.ask(1, 4);
    search();
    assertEquals(3, clearing.largeItem());
  }

  /**
   * However many steps a call has: the search may end with its last one, and who asks next is the
   * one that waits.
   */
  @Test
  void itIsNamedThoughWhoWaitsAsksBeforeTheWorkGoesOn() {
    draw("hLlh");
    clearing.ask(1, 2);
    search();
    assertTrue(clearing.ask(1, 2));
    assertFalse(clearing.isSearching(), "what was found out is forgotten");
    assertEquals(1, clearing.largeItem());
  }

  @Test
  void whereAllIsHeldItIsLookedForAgainWhenItIsAskedForAgain() {
    draw("hHlh");
    clearing.ask(1, 2);
    search();
    assertEquals(NONE, clearing.largeItem());
    assertEquals(NONE, clearing.block());
    blocks.drawn = "h..h".toCharArray();
    clearing.ask(1, 2);
    search();
    assertTrue(clearing.isReady());
    assertDrawn("haah");
  }

  @Test
  void whereOthersMayNotBeForgottenNoneIsNamed() {
    draw("hLlh");
    Clearing sparing = new Clearing(window, BLOCK_BYTES, false);
    sparing.ask(1, 2);
    while (sparing.look()) {
      assertTrue(sparing.isSearching() || !sparing.isReady());
    }
    assertEquals(NONE, sparing.largeItem());
  }

  /** Else what is free would be kept from those whom it suffices. */
  @Test
  void whereNothingIsForgottenAndTooLittleIsIdleNothingIsSetAside() {
    draw("9..99.9");
    Clearing sparing = new Clearing(window, BLOCK_BYTES, false);
    sparing.ask(1, 4);
    for (int i = 0; sparing.look(); i++) {
      assertTrue(i <= blocks.count() + 1);
    }
    assertDrawn("9..99.9");
    assertEquals(NONE, sparing.block());
    empty(3);
    sparing.largeItem();
    sparing.ask(1, 4);
    for (int i = 0; sparing.look(); i++) {
      assertTrue(i <= blocks.count() + 1);
    }
    assertDrawn("9.aa9a9");
  }

  /** Two clients set one key, each turn both of them ask: one of them has to get on. */
  @Test
  void whoAsksForTheSameKeyAndAnotherSizeWaits() {
    draw("....h99");
    assertTrue(clearing.ask(1, 3));
    assertFalse(clearing.ask(1, 2));
    search();
    assertFalse(clearing.ask(1, 2));
    assertTrue(clearing.isReady());
    assertTrue(clearing.ask(1, 3));
    assertTrue(clearing.isReady());
  }

  /** A search may take more than one call: who asks meanwhile is not to begin it anew. */
  @Test
  void theSearchBehindThatComesToAnEnd() {
    draw("9999h9h");
    clearing.ask(1, 2);
    search();
    draw("99hhh9h");
    for (int i = 0; !clearing.isSearching(); i++) {
      assertTrue(i < 100, "it is waited for, for ever");
      clearing.block();
      clearing.ask(1, 2);
    }
    for (int i = 0; clearing.isSearching(); i++) {
      assertTrue(i < 100, "it never ends");
      clearing.look();
      clearing.ask(1, 2);
    }
    assertEquals(0, clearing.block());
  }

  @Test
  void aWindowOfWhichSomeIsHeldForLongIsGivenUp() {
    draw("99h9");
    clearing.ask(1, 2);
    search();
    assertDrawn("99h9");
    blocks.drawn[0] = 'h';
    blocks.drawn[1] = 'h';
    for (int i = 0; !clearing.isSearching(); i++) {
      assertTrue(i < 100, "it is waited for, for ever");
      assertEquals(NONE, clearing.block());
      clearing.ask(1, 2);
    }
  }
}
