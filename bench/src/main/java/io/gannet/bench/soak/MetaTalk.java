package io.gannet.bench.soak;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Meta commands: gets are quiet ones up to a no-op. */
final class MetaTalk implements Talk {
  private final Wire wire;

  MetaTalk(Wire wire) {
    this.wire = wire;
  }

  @Override
  public void say(String key, byte[] value, int ttlSec) {
    wire.say("ms " + key + " " + value.length + " T" + ttlSec + "\r\n").say(value).say("\r\n");
  }

  @Override
  public Answer stored() throws IOException, Fault {
    return TextTalk.of(wire.line(), "HD", "");
  }

  @Override
  public List<byte[]> get(List<String> keys) throws IOException, Fault {
    for (int i = 0; i < keys.size(); i++) {
      wire.say("mg " + keys.get(i) + " v q O" + i + "\r\n");
    }
    wire.say("mn\r\n").send();
    List<byte[]> values = new ArrayList<>();
    for (String line = wire.line(); !line.equals("MN"); line = wire.line()) {
      String[] words = line.split(" ");
      if (words.length != 3 || !words[0].equals("VA") || !words[2].matches("O\\d{1,4}")) {
        throw new Fault("unexpected: " + line);
      }
      int index = Integer.parseInt(words[2].substring(1));
      if (index < values.size() || index >= keys.size()) {
        throw new Fault("an answer out of its turn: " + line);
      }
      while (values.size() < index) {
        values.add(null);
      }
      values.add(wire.take(Integer.parseInt(words[1])));
      wire.take(2);
    }
    while (values.size() < keys.size()) {
      values.add(null);
    }
    return values;
  }

  @Override
  public Answer delete(String key) throws IOException, Fault {
    wire.say("md " + key + "\r\n").send();
    return TextTalk.of(wire.line(), "HD", "NF");
  }

  @Override
  public Answer touch(String key, int ttlSec) throws IOException, Fault {
    wire.say("mg " + key + " T" + ttlSec + "\r\n").send();
    return TextTalk.of(wire.line(), "HD", "EN");
  }

  @Override
  public long count(String key, int delta) throws IOException, Fault {
    wire.say("ma " + key + " v D" + delta + "\r\n").send();
    String line = wire.line();
    if (!line.startsWith("VA ")) {
      TextTalk.of(line, "", "NF");
      return NO_NUMBER;
    }
    return Long.parseLong(wire.line().strip());
  }
}
