package io.gannet.engine.process.memcache;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class UsersTest {
  private static final String LONGEST = "x".repeat(Users.WORD_BYTES_MAX);

  private final Users users = new Users(List.of("foo:bar", "baaaz:qu:ux", "", "e:"));

  /** Both words lie at the very end of the memory: a look behind them would throw. */
  private boolean isAdmitted(String name, String password) {
    byte[] nameBytes = name.getBytes(UTF_8);
    byte[] both = (name + password).getBytes(UTF_8);
    MemorySegment memory = Arena.ofAuto().allocate(Math.max(1, both.length));
    MemorySegment.copy(both, 0, memory, ValueLayout.JAVA_BYTE, 0, both.length);
    int rest = both.length - nameBytes.length;
    return users.admit(memory, 0, nameBytes.length, nameBytes.length, rest);
  }

  @Test
  void onlyANameAndItsOwnPasswordAreAUsers() {
    assertTrue(isAdmitted("foo", "bar"));
    assertTrue(isAdmitted("baaaz", "qu:ux"));
    assertTrue(isAdmitted("e", ""));
    for (String pair : new String[] {"foo ba", "foo barr", "foo qu:ux", "fo bar", "fooo bar",
        "bar foo", "baaaz qu", "e e", "FOO bar", " "}) {
      String[] words = pair.split(" ", 2);
      assertFalse(isAdmitted(words[0], words[1]), pair);
    }
    assertFalse(isAdmitted("", ""));
    assertFalse(isAdmitted(LONGEST + "x", "bar"));
    assertFalse(isAdmitted("foo", LONGEST + "x"));
  }

  @Test
  void theLongestWordsAreAUsersToo() {
    users.replace(List.of(LONGEST + ":" + LONGEST));
    assertTrue(isAdmitted(LONGEST, LONGEST));
    assertFalse(isAdmitted(LONGEST + "x", LONGEST));
    assertFalse(isAdmitted(LONGEST, LONGEST + "x"));
    assertFalse(isAdmitted(LONGEST.substring(1), LONGEST));
  }

  @Test
  void othersMayTakeTheirPlaceAndAFileThatIsWrongChangesNothing() {
    assertEquals(3, users.count());
    assertThrows(IllegalArgumentException.class, () -> users.replace(List.of("a:b", "nobody")));
    assertThrows(IllegalArgumentException.class, () -> users.replace(List.of(":b")));
    assertThrows(
        IllegalArgumentException.class, () -> users.replace(List.of(LONGEST + "x:b")));
    List<String> many =
        IntStream.rangeClosed(0, Users.USERS_MAX).mapToObj(i -> i + ":p").toList();
    assertThrows(IllegalArgumentException.class, () -> users.replace(many));
    assertTrue(isAdmitted("foo", "bar"));
    users.replace(many.subList(1, many.size()));
    assertFalse(isAdmitted("foo", "bar"));
    assertTrue(isAdmitted("64", "p"));
  }
}
