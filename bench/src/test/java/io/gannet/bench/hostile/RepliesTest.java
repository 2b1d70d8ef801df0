package io.gannet.bench.hostile;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class RepliesTest {
  private static final String ALL = "VALUE k 0 5\r\nEND\r\n\r\nEND\r\nSTORED\r\n"
      + "SERVER_ERROR out of memory\r\nERROR\r\nCLIENT_ERROR bad data chunk\r\nSTAT pid 1\r\nEND\r\n";

  @Test
  void anyCutOfTheSameBytesCountsTheSame() {
    for (int cut = 0; cut < ALL.length(); cut++) {
      Replies replies = new Replies();
      replies.read(ByteBuffer.wrap(ALL.substring(0, cut).getBytes(US_ASCII)));
      replies.read(ByteBuffer.wrap(ALL.substring(cut).getBytes(US_ASCII)));
      assertEquals(1, replies.values, "cut at " + cut);
      assertEquals(2, replies.ends, "cut at " + cut);
      assertEquals(1, replies.stored, "cut at " + cut);
      assertEquals(1, replies.refused, "cut at " + cut);
      assertEquals(2, replies.errors, "cut at " + cut);
      assertEquals(6, replies.answers(), "cut at " + cut);
      assertEquals(ALL.length(), replies.bytes, "cut at " + cut);
    }
  }
}
