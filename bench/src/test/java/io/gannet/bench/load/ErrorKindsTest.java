package io.gannet.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class ErrorKindsTest {
  @Test
  void whateverAServerSaysThereAreFewKinds() {
    ErrorKinds kinds = new ErrorKinds();
    for (int i = 0; i < 1000; i++) {
      kinds.add("ERROR " + i, 2);
    }
    assertEquals(33, kinds.asMap().size());
    assertEquals(2 * (1000 - 32), kinds.asMap().get("others"));
  }
}
