package io.gannet.engine.process.conversation;

import io.gannet.engine.bytes.Window;
import io.gannet.engine.klog.LoggedResult;
import io.gannet.engine.klog.LoggedVerb;
import io.gannet.engine.process.Output;
import io.gannet.engine.process.kv.Batch;
import io.gannet.engine.process.kv.Command;
import io.gannet.engine.process.kv.ItemPage;
import io.gannet.engine.process.kv.Outcome;
import io.gannet.engine.process.kv.ServiceTimes;
import io.gannet.engine.process.shard.Answer;
import java.lang.foreign.MemorySegment;

/**
 * How requests and replies are written: bytes become commands, and what became of those is said in
 * bytes again. One for all conversations of a worker; what it remembers of each of them is in its
 * {@link EncodingState}. A port may understand several, and each conversation keeps to the one that
 * its first byte belongs to.
 *
 * <p>Requests are known by their index in the batch that was parsed last. One thread. Allocates
 * nothing after {@link #newState}.
 */
public interface Encoding {
  /** True if a conversation that begins with this byte is in this encoding. */
  boolean begins(byte first);

  /** Bytes that a conversation's {@link #newState} needs for a request that was cut. */
  int carryBytes();

  /**
   * What it remembers of one conversation, used for one client after another.
   *
   * @param carry {@link #carryBytes} bytes, no other encoding's while this one uses them
   */
  EncodingState newState(MemorySegment carry);

  /**
   * Parses as many requests as the window holds whole and a batch takes. A request that is a
   * command is filled in at its index, and added.
   *
   * @return how many; 0 if the window holds none whole, then {@link #carry} what is left
   */
  int parse(KeyValueSession session, Window window, Batch batch);

  /** Carries what {@code in} holds of a request that is not whole over to the next read. */
  void carry(KeyValueSession session, Window in);

  /** Goes back to before a request: it could not be carried out yet. */
  void returnTo(int index, KeyValueSession session, Window window);

  /** Goes back to behind a request: those after it could not be carried out yet. */
  void returnBehind(int index, KeyValueSession session, Window window);

  /** False if it is no request to be counted: whether it is there depends on how bytes were cut. */
  boolean counts(int index);

  /** True if a request is a command with a key. */
  boolean hasKey(int index);

  /** True if a request tells of something that is to include all before it. */
  boolean comesAfterAll(int index);

  /** True if a request is a command to forget all. */
  boolean flushes(int index);

  /** True if a retrieval is answered with the CAS token. */
  boolean tellsCas(int index);

  /** True if the value of a request, which is there whole, is not followed by what it should be. */
  boolean isSpoilt(int index, MemorySegment in);

  /**
   * Room in one piece that the reply needs which is composed at once when this request is executed;
   * 0 if none is, or one that asks for the room that it needs.
   */
  int roomBytes(int index, Command command, KeyValueSession session);

  /**
   * Room that any answer to a request needs which brings no value; 0 if it is never answered. Of
   * one that is promised no more is kept than may be: what is longer may have to wait for room, and
   * its command has {@link io.gannet.engine.process.kv.Command#TERMS}.
   */
  int answerBytes(int index);

  /**
   * What {@link #answer(KeyValueSession, Answer, Output)} needs to know of a request: more than 0,
   * as the processor has contexts of its own.
   */
  long context(int index);

  /**
   * Has the first requests of the batch timed that were answered in this turn, by their verbs.
   *
   * @param others those that are not to be, a bit each
   * @return how many requests that are, the others included
   */
  int served(int count, long others, ServiceTimes times);

  /** As what a request is logged; that of memcached's text if it has one that is the same. */
  LoggedVerb verb(int index);

  /** What was answered to a request that was no command, or none with a key. */
  LoggedResult said(int index);

  /**
   * Executes a request of the batch parsed last, and composes its reply.
   *
   * @param in where the batch lies
   */
  Step execute(int index, Command command, KeyValueSession session, MemorySegment in, Output out);

  /** Composes what became of a command that was carried out whole, or whose value is to come. */
  Step answer(int index, Command command, Outcome outcome, KeyValueSession session, Output out);

  /** Awaits the value of a command whose place is reserved. */
  void await(int index, KeyValueSession session);

  /** Composes what became of a value that was awaited, if it is answered: there is room. */
  void answer(KeyValueSession session, Outcome outcome, Output out);

  /**
   * Composes what another shard answers, in the place that was promised to it.
   *
   * @return false if it has no room now: then nothing is composed
   */
  boolean answer(KeyValueSession session, Answer answer, Output out);

  /**
   * Composes what a page says of the items that there are, for which there is room in one piece.
   *
   * @return false if nothing more is to be told
   */
  default boolean list(KeyValueSession session, ItemPage page, Output out) {
    throw new AssertionError("lists nothing");
  }

  /** All that there is was listed: what is to be said then is owed. */
  default void listed(KeyValueSession session) {
    throw new AssertionError("lists nothing");
  }

  /** The same of an answer that has to do without the value that it brings. */
  void answerWithout(KeyValueSession session, Answer answer, Output out);
}
