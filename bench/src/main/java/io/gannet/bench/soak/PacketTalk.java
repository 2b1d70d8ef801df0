package io.gannet.bench.soak;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Packets: gets are quiet ones up to a no-op, told apart by their opaques. */
final class PacketTalk implements Talk {
  private static final int HEAD_BYTES = 24;
  private static final byte REQUEST = (byte) 0x80;
  private static final byte REPLY = (byte) 0x81;
  private static final int SET = 0x01;
  private static final int DELETE = 0x04;
  private static final int INCREMENT = 0x05;
  private static final int NO_OP = 0x0a;
  private static final int GET_QUIETLY = 0x09;
  private static final int TOUCH = 0x1c;
  private static final int OK = 0;
  private static final int NOT_FOUND = 1;
  private static final int NO_MEMORY = 0x82;
  private static final int EXTRAS_OF_FOUND = 4;
  private static final int MAKE_NONE = -1;

  private final Wire wire;
  private int lastOpaque;

  /** Of the reply that was read last. */
  private int answeredOpaque;

  /** A reply. */
  private record Packet(int opcode, int status, int opaque, int extras, byte[] body) {}

  PacketTalk(Wire wire) {
    this.wire = wire;
  }

  private PacketTalk say(int opcode, byte[] extras, String key, byte[] value) {
    byte[] name = key.getBytes(ISO_8859_1);
    ByteBuffer head = ByteBuffer.allocate(HEAD_BYTES)
        .put(REQUEST)
        .put((byte) opcode)
        .putShort((short) name.length)
        .put((byte) extras.length)
        .put((byte) 0)
        .putShort((short) 0)
        .putInt(extras.length + name.length + value.length)
        .putInt(++lastOpaque);
    wire.say(head.array()).say(extras).say(name).say(value);
    return this;
  }

  private Packet read() throws IOException, Fault {
    ByteBuffer head = ByteBuffer.wrap(wire.take(HEAD_BYTES));
    if (head.get(0) != REPLY) {
      throw new Fault("unexpected: what is no packet");
    }
    byte[] body = wire.take(head.getInt(8));
    return new Packet(
        head.get(1), head.getShort(6), head.getInt(12), head.get(4) + head.getShort(2), body);
  }

  /** The reply to the next of what was said. */
  private Packet reply() throws IOException, Fault {
    Packet packet = read();
    if (packet.opaque != ++answeredOpaque) {
      throw new Fault("an answer out of its turn");
    }
    return packet;
  }

  private Answer answer() throws IOException, Fault {
    Packet packet = reply();
    return switch (packet.status) {
      case OK -> Answer.DONE;
      case NOT_FOUND -> Answer.ABSENT;
      case NO_MEMORY -> Answer.REFUSED;
      default -> throw unexpected(packet);
    };
  }

  private static Fault unexpected(Packet packet) {
    return new Fault("unexpected: status " + packet.status + " to opcode " + packet.opcode);
  }

  @Override
  public void say(String key, byte[] value, int ttlSec) {
    say(SET, ByteBuffer.allocate(8).putInt(0).putInt(ttlSec).array(), key, value);
  }

  @Override
  public Answer stored() throws IOException, Fault {
    Answer answer = answer();
    if (answer == Answer.ABSENT) {
      throw new Fault("unexpected: a set that found nothing");
    }
    return answer;
  }

  @Override
  public List<byte[]> get(List<String> keys) throws IOException, Fault {
    int first = lastOpaque + 1;
    keys.forEach(key -> say(GET_QUIETLY, new byte[0], key, new byte[0]));
    say(NO_OP, new byte[0], "", new byte[0]);
    wire.send();
    List<byte[]> values = new ArrayList<>();
    for (Packet packet = read(); packet.opcode != NO_OP; packet = read()) {
      int index = packet.opaque - first;
      if (packet.status != OK || packet.extras != EXTRAS_OF_FOUND) {
        throw unexpected(packet);
      }
      if (index < values.size() || index >= keys.size()) {
        throw new Fault("an answer out of its turn");
      }
      while (values.size() < index) {
        values.add(null);
      }
      byte[] value = new byte[packet.body.length - packet.extras];
      System.arraycopy(packet.body, packet.extras, value, 0, value.length);
      values.add(value);
    }
    answeredOpaque = lastOpaque;
    while (values.size() < keys.size()) {
      values.add(null);
    }
    return values;
  }

  @Override
  public Answer delete(String key) throws IOException, Fault {
    say(DELETE, new byte[0], key, new byte[0]);
    wire.send();
    return answer();
  }

  @Override
  public Answer touch(String key, int ttlSec) throws IOException, Fault {
    say(TOUCH, ByteBuffer.allocate(4).putInt(ttlSec).array(), key, new byte[0]);
    wire.send();
    return answer();
  }

  @Override
  public long count(String key, int delta) throws IOException, Fault {
    byte[] extras =
        ByteBuffer.allocate(20).putLong(delta).putLong(0).putInt(MAKE_NONE).array();
    say(INCREMENT, extras, key, new byte[0]);
    wire.send();
    Packet packet = reply();
    return switch (packet.status) {
      case OK -> ByteBuffer.wrap(packet.body).getLong();
      case NOT_FOUND, NO_MEMORY -> NO_NUMBER;
      default -> throw unexpected(packet);
    };
  }
}
