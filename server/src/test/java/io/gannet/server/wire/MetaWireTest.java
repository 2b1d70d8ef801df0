package io.gannet.server.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Meta commands between the old ones, on one worker and on several, whosever the keys are. */
class MetaWireTest {
  private static final int KEYS = 300;

  private static RunningServer start(String product, int workers) {
    return RunningServer.start(
        product, "--workers", Integer.toString(workers), "--memory", "16MiB");
  }

  @ParameterizedTest
  @CsvSource({"segcache, 1", "segcache, 2", "twemcache, 1", "twemcache, 2", "slimcache, 2"})
  void aPipelineOfAllKindsIsAnsweredInOrder(String product, int workers) {
    try (RunningServer server = start(product, workers);
        Client other = server.connect();
        Client client = server.connect()) {
      StringBuilder requests = new StringBuilder();
      StringBuilder replies = new StringBuilder();
      for (int i = 0; i < KEYS; i++) {
        String key = "k" + i;
        requests.append("ms ").append(key).append(" 2 k O").append(i).append("\r\nhi\r\n");
        replies.append("HD k").append(key).append(" O").append(i).append("\r\n");
        requests.append("mg ").append(key).append(" h v t k\r\nmg none q\r\n");
        replies.append("VA 2 h0 t-1 k").append(key).append("\r\nhi\r\n");
        requests.append("md ").append(key).append(" I q\r\nmg ").append(key).append(" h\r\n");
        replies.append("HD h1 X W\r\n");
        requests.append("get ").append(key).append("\r\nmg ").append(key).append("\r\n");
        replies.append("VALUE ").append(key).append(" 0 2\r\nhi\r\nEND\r\nHD Z X\r\n");
        requests.append("ma n").append(i).append(" N0 J7 v k\r\n");
        replies.append("VA 1 kn").append(i).append("\r\n7\r\n");
      }
      client.send(requests + "mn\r\n").expect(replies + "MN\r\n");
      other.send("mg k7 v\r\n").expect("VA 2 Z X\r\nhi\r\n");
      assertEquals(0, server.metric("output_promises"));
    }
  }

  /** Of all who find nothing, one makes it: whichever worker they talk to. */
  @ParameterizedTest
  @CsvSource({"segcache, 2", "twemcache, 2", "slimcache, 2"})
  void oneOfAllWins(String product, int workers) {
    try (RunningServer server = start(product, workers)) {
      Client[] clients = new Client[4];
      for (int i = 0; i < clients.length; i++) {
        clients[i] = server.connect();
      }
      for (int key = 0; key < KEYS; key++) {
        String said = "mg k" + key + " N60 s\r\n";
        clients[0].send(said).expect("HD s0 W\r\n");
        for (int i = 1; i < clients.length; i++) {
          clients[i].send(said).expect("HD s0 Z\r\n");
        }
      }
      for (Client client : clients) {
        client.close();
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"segcache, 1", "segcache, 2", "twemcache, 2"})
  void largeValuesGoWhereTheyBelong(String product, int workers) {
    try (RunningServer server = start(product, workers);
        Client other = server.connect();
        Client client = server.connect()) {
      String value = "v".repeat(100_000);
      for (int i = 0; i < 40; i++) {
        String key = "k" + i;
        client.send("ms " + key + " 100000 E5 c k O1\r\n" + value + "\r\n");
        client.expect("HD c5 k" + key + " O1\r\n");
        other.send("mg " + key + " v c k O2\r\n");
        other.expect("VA 100000 c5 k" + key + " O2\r\n" + value + "\r\n");
        other.send("ms " + key + " 100000 ME k\r\n" + value + "\r\n");
        other.expect("NS k" + key + "\r\n");
      }
    }
  }
}
