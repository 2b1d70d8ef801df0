package io.gannet.engine.process.memcache;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.gannet.engine.protocol.memcache.MetaParserFuzz;
import io.gannet.engine.protocol.memcache.TextParserFuzz;
import io.gannet.engine.protocol.memcache.binary.BinaryParserFuzz;
import io.gannet.engine.store.Store;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What fuzzers were given to begin with, and what they have found: inputs that reach far, and those
 * that once were a fault, named by what it was.
 */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD) // a loop without end
class FuzzCorpusTest {
  private static final Path CORPUS = Path.of("src/test/resources/io/gannet/engine/fuzz");

  /** One that takes any bytes. */
  private interface Target {
    void take(byte[] data) throws Exception;
  }

  private static void replay(String folder, Target target) throws IOException {
    List<Path> inputs;
    try (Stream<Path> files = Files.list(CORPUS.resolve(folder))) {
      inputs = files.sorted().toList();
    }
    assertFalse(inputs.isEmpty(), folder);
    for (Path input : inputs) {
      try {
        target.take(Files.readAllBytes(input));
      } catch (Exception | AssertionError e) {
        throw new AssertionError(input.toString(), e);
      }
    }
  }

  @AfterEach
  void plantNothing() {
    SessionFuzz.planted = store -> store;
  }

  @Test
  void sessions() throws IOException {
    replay("session", SessionFuzz::fuzzerTestOneInput);
  }

  @Test
  void text() throws IOException {
    replay("text", TextParserFuzz::fuzzerTestOneInput);
  }

  @Test
  void meta() throws IOException {
    replay("meta", MetaParserFuzz::fuzzerTestOneInput);
  }

  @Test
  void packets() throws IOException {
    replay("binary", BinaryParserFuzz::fuzzerTestOneInput);
  }

  @Test
  void anEngineThatOnlySaysThatItHasDeletedIsFound() {
    isFound("delete", true);
  }

  @Test
  void anEngineThatDoesNotFlushIsFound() {
    isFound("flush", null);
  }

  @Test
  void anEngineThatDoesNotTellWhatItHasPublishedIsFound() {
    isFound("publish", null);
  }

  @Test
  void anEngineThatNeverUnpinsIsFound() {
    isFound("unpin", null);
  }

  /** One of whose calls does nothing but answer. */
  private static void isFound(String call, Object answer) {
    SessionFuzz.planted = without(call, answer);
    assertThrows(AssertionError.class, () -> replay("session", SessionFuzz::fuzzerTestOneInput));
  }

  private static UnaryOperator<Store> without(String call, Object answer) {
    return store -> (Store) Proxy.newProxyInstance(
        Store.class.getClassLoader(),
        new Class<?>[] {Store.class},
        (proxy, method, args) -> {
          if (method.getName().equals(call)) {
            return answer;
          }
          try {
            return method.invoke(store, args);
          } catch (InvocationTargetException e) {
            throw e.getCause();
          }
        });
  }
}
