package io.gannet.ffi.loop;

import java.util.function.Predicate;

/**
 * Slots that something is to be done for at the end of the turn, each once, in the order in which
 * they came: those that have something to send. A slot is in one list at most. One thread.
 */
public final class SlotList<S extends RingSlot> {
  private final S[] slots;
  private int count;

  /** In an array that has room for all slots. */
  public SlotList(S[] room) {
    this.slots = room;
  }

  /** Adds one, if it is not in it. */
  public void add(S slot) {
    if (!slot.listed) {
      slot.listed = true;
      slots[count++] = slot;
    }
  }

  public boolean isEmpty() {
    return count == 0;
  }

  /** How many there are. */
  public int size() {
    return count;
  }

  /**
   * Goes through all of them in order.
   *
   * @param serve does what is to be done, adding none; false if the slot has to stay in the list
   */
  public void forEach(Predicate<S> serve) {
    int before = count;
    int kept = 0;
    for (int i = 0; i < before; i++) {
      S slot = slots[i];
      slot.listed = false;
      if (!serve.test(slot)) {
        slot.listed = true;
        slots[kept++] = slot;
      }
    }
    assert count == before : "added to while it was gone through";
    count = kept;
  }
}
