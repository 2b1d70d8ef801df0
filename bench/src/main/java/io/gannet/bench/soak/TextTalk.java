package io.gannet.bench.soak;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The old text protocol. */
final class TextTalk implements Talk {
  private static final String NO_MEMORY = "SERVER_ERROR out of memory";

  private final Wire wire;

  TextTalk(Wire wire) {
    this.wire = wire;
  }

  @Override
  public void say(String key, byte[] value, int ttlSec) {
    wire.say("set " + key + " 0 " + ttlSec + " " + value.length + "\r\n").say(value).say("\r\n");
  }

  @Override
  public Answer stored() throws IOException, Fault {
    return answer("STORED", "");
  }

  @Override
  public List<byte[]> get(List<String> keys) throws IOException, Fault {
    wire.say("get " + String.join(" ", keys) + "\r\n").send();
    List<byte[]> values = new ArrayList<>();
    for (String line = wire.line(); !line.equals("END"); line = wire.line()) {
      String[] words = line.split(" ");
      if (words.length != 4 || !words[0].equals("VALUE")) {
        throw new Fault("unexpected: " + line);
      }
      while (values.size() < keys.size() && !keys.get(values.size()).equals(words[1])) {
        values.add(null);
      }
      values.add(wire.take(Integer.parseInt(words[3])));
      wire.take(2);
    }
    while (values.size() < keys.size()) {
      values.add(null);
    }
    if (values.size() > keys.size()) {
      throw new Fault("more was told than was asked for");
    }
    return values;
  }

  @Override
  public Answer delete(String key) throws IOException, Fault {
    wire.say("delete " + key + "\r\n").send();
    return answer("DELETED", "NOT_FOUND");
  }

  @Override
  public Answer touch(String key, int ttlSec) throws IOException, Fault {
    wire.say("touch " + key + " " + ttlSec + "\r\n").send();
    return answer("TOUCHED", "NOT_FOUND");
  }

  @Override
  public long count(String key, int delta) throws IOException, Fault {
    wire.say("incr " + key + " " + delta + "\r\n").send();
    String line = wire.line();
    if (line.matches("\\d{1,18}")) {
      return Long.parseLong(line);
    }
    of(line, "", "NOT_FOUND");
    return NO_NUMBER;
  }

  private Answer answer(String done, String absent) throws IOException, Fault {
    return of(wire.line(), done, absent);
  }

  static Answer of(String line, String done, String absent) throws Fault {
    if (line.startsWith(NO_MEMORY)) {
      return Answer.REFUSED;
    }
    if (!done.isEmpty() && line.equals(done)) {
      return Answer.DONE;
    }
    if (!absent.isEmpty() && line.equals(absent)) {
      return Answer.ABSENT;
    }
    throw new Fault("unexpected: " + line);
  }
}
