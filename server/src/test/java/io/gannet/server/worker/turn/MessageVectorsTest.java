package io.gannet.server.worker.turn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gannet.ffi.linux.Iovec;
import io.gannet.ffi.linux.Msghdr;
import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Messages as the kernel would read them, against the lists that they were made from. */
class MessageVectorsTest {
  private static final int MESSAGES = 128;
  private static final int PIECES_MAX = 64;
  private static final int ROUNDS = 50;
  private static final long MSG_IOV = Msghdr.LAYOUT.byteOffset(PathElement.groupElement("msg_iov"));
  private static final long MSG_IOVLEN =
      Msghdr.LAYOUT.byteOffset(PathElement.groupElement("msg_iovlen"));

  /** A stretch of memory, as an iovec names it. */
  private record Piece(long address, long length) {}

  private final MemorySegment memory =
      Arena.ofAuto().allocate(MessageVectors.BYTES, ValueLayout.JAVA_LONG.byteAlignment());
  private final MemorySegment content = Arena.ofAuto().allocate(1 << 16);
  private final MessageVectors vectors = new MessageVectors(memory);
  private final Random random = new Random(14);

  private List<Piece> add(int count) {
    List<Piece> pieces = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      assertTrue(vectors.hasRoom());
      long offset = random.nextInt(1 << 15);
      long length = 1 + random.nextInt(1 << 15);
      vectors.add(content, offset, length);
      pieces.add(new Piece(content.address() + offset, length));
    }
    assertEquals(count < PIECES_MAX, vectors.hasRoom());
    return pieces;
  }

  /** What the kernel finds where a header lies. */
  private List<Piece> read(MemorySegment header) {
    long array = header.get(ValueLayout.JAVA_LONG, MSG_IOV) - memory.address();
    long count = header.get(ValueLayout.JAVA_LONG, MSG_IOVLEN);
    List<Piece> pieces = new ArrayList<>();
    for (long i = 0; i < count; i++) {
      long row = array + i * Iovec.LAYOUT.byteSize();
      long address = memory.get(ValueLayout.JAVA_LONG, row);
      pieces.add(new Piece(address, memory.get(ValueLayout.JAVA_LONG, row + Long.BYTES)));
    }
    return pieces;
  }

  @Test
  void aMessageStaysAsItWasMadeUntilTheKernelHasIt() {
    for (int round = 0; round < ROUNDS; round++) {
      List<MemorySegment> headers = new ArrayList<>();
      List<List<Piece>> messages = new ArrayList<>();
      int count = round == 0 ? MESSAGES : random.nextInt(MESSAGES + 1);
      for (int i = 0; i < count; i++) {
        assertTrue(vectors.begin(), "after " + i);
        messages.add(add(1 + random.nextInt(PIECES_MAX)));
        headers.add(vectors.end());
      }
      for (int i = 0; i < count; i++) {
        assertEquals(messages.get(i), read(headers.get(i)));
      }
      assertEquals(count < MESSAGES, vectors.begin());
      vectors.taken();
    }
  }

  @Test
  void aMessageThatWasBegunAndLeftCostsNothing() {
    for (int i = 0; i < 2 * MESSAGES; i++) {
      assertTrue(vectors.begin());
      add(2);
    }
    assertTrue(vectors.begin());
    List<Piece> pieces = add(3);
    assertEquals(pieces, read(vectors.end()));
  }

  @Test
  void noMessageIsEmptyOrHasMorePiecesThanThereIsRoomFor() {
    vectors.begin();
    assertThrows(AssertionError.class, vectors::end);
    add(PIECES_MAX);
    assertFalse(vectors.hasRoom());
    assertThrows(AssertionError.class, () -> vectors.add(content, 0, 1));
  }
}
