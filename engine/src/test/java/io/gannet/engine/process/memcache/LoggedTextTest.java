package io.gannet.engine.process.memcache;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.gannet.engine.klog.LoggedVerb;
import io.gannet.engine.protocol.memcache.Verb;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LoggedTextTest {
  /** What could not be read, is answered by who reads it, or is no request of its own. */
  private static final Set<Verb> UNREADABLE =
      EnumSet.of(
          Verb.LIST_END, Verb.ANSWERED, Verb.HOPELESS, Verb.FOREIGN, Verb.LOGIN, Verb.SLABS,
          Verb.LRU, Verb.CACHE_MEMLIMIT);

  @Test
  void everyVerbOfTheTextIsLoggedAsItself() {
    for (Verb verb : EnumSet.complementOf(EnumSet.copyOf(UNREADABLE))) {
      assertEquals(verb.name(), LoggedText.verb(verb).name());
      boolean names = LoggedText.verb(verb).keyed();
      assertEquals(verb.keyed(), names, verb + " names a key");
    }
    UNREADABLE.forEach(verb -> assertEquals(LoggedVerb.UNKNOWN, LoggedText.verb(verb)));
  }
}
