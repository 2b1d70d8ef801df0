package io.gannet.ffi.uring;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class UserDataTest {
  @Test
  void whatIsPackedIsReadBack() {
    for (int op : new int[] {0, 1, 255}) {
      for (int generation : new int[] {0, 1, UserData.GENERATION_MASK}) {
        for (int index : new int[] {0, 1, Integer.MAX_VALUE}) {
          long packed = UserData.pack(op, generation, index);
          assertEquals(op, UserData.op(packed));
          assertEquals(generation, UserData.generation(packed));
          assertEquals(index, UserData.index(packed));
        }
      }
    }
  }
}
