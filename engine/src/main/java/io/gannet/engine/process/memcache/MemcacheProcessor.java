package io.gannet.engine.process.memcache;

import static io.gannet.engine.bytes.Ascii.CR_LF;
import static io.gannet.engine.bytes.Ascii.SHORT;

import io.gannet.engine.bytes.Window;
import io.gannet.engine.process.Output;
import io.gannet.engine.process.Session;
import io.gannet.engine.process.conversation.KeyValueProcessor;
import io.gannet.engine.process.conversation.KeyValueSession;
import io.gannet.engine.process.conversation.Step;
import io.gannet.engine.process.kv.Batch;
import io.gannet.engine.process.kv.Command;
import io.gannet.engine.process.kv.Keyspace;
import io.gannet.engine.process.kv.Operation;
import io.gannet.engine.process.kv.Outcome;
import io.gannet.engine.process.kv.Ownership;
import io.gannet.engine.process.shard.Answer;
import io.gannet.engine.protocol.memcache.MemcacheComposer;
import io.gannet.engine.protocol.memcache.MemcacheParser;
import io.gannet.engine.protocol.memcache.ParserState;
import io.gannet.engine.protocol.memcache.Reply;
import io.gannet.engine.protocol.memcache.Request;
import io.gannet.engine.protocol.memcache.Verb;
import io.gannet.engine.store.Store;
import io.gannet.engine.time.CoarseClock;
import java.lang.foreign.MemorySegment;

/**
 * Speaks memcached's text protocol: requests become commands of a keyspace, and what became of them
 * is said in its words.
 */
public final class MemcacheProcessor extends KeyValueProcessor {
  private final MemcacheMetrics metrics;
  private final Translation translation;
  private final Retrieval retrieval;
  private final ForeignReplies foreignReplies;
  private final Administration administration;
  private final MemcacheParser parser = new MemcacheParser();
  private final Request[] requests = new Request[Batch.COMMANDS_MAX];

  /** Without {@code debug walk}. */
  public MemcacheProcessor(
      Store store,
      CoarseClock clock,
      MemcacheMetrics metrics,
      Statistics statistics,
      String version,
      Runnable shutdown) {
    this(store, clock, metrics, statistics, version, shutdown, false, Ownership.ALONE);
  }

  /**
   * Over a keyspace of its own.
   *
   * @param statistics what {@code stats} tells
   * @param version what {@code version} tells
   * @param shutdown called when a client asks for the end of the server; null if none may
   * @param debug whether a client may say {@code debug walk}
   * @param ownership which keys are its own
   */
  public MemcacheProcessor(
      Store store,
      CoarseClock clock,
      MemcacheMetrics metrics,
      Statistics statistics,
      String version,
      Runnable shutdown,
      boolean debug,
      Ownership ownership) {
    super(new Keyspace(store, clock, metrics), ownership, Reply.BYTES_MAX);
    this.metrics = metrics;
    this.translation = new Translation(new Expiry(clock));
    this.retrieval = new Retrieval(keyspace);
    this.foreignReplies = new ForeignReplies(metrics);
    this.administration = new Administration(store, statistics, version, shutdown, debug);
    for (int i = 0; i < requests.length; i++) {
      requests[i] = new Request();
    }
  }

  @Override
  public int carryBytes() {
    return MemcacheParser.CARRY_BYTES;
  }

  @Override
  public Session newSession(MemorySegment carry) {
    return new MemcacheSession(carry);
  }

  @Override
  protected int parse(KeyValueSession session, Window window, Batch batch) {
    int count = parser.parse(parsing(session), window, requests);
    for (int i = 0; i < count; i++) {
      Command command = batch.command(i);
      boolean commands = translation.translate(requests[i], window.memory, command);
      if (commands && command.operation != Operation.FLUSH) {
        batch.add(command);
      }
    }
    return count;
  }

  private static ParserState parsing(KeyValueSession session) {
    return ((MemcacheSession) session).parsing;
  }

  @Override
  protected void carry(KeyValueSession session, Window in) {
    parser.carry(parsing(session), in);
  }

  @Override
  protected void returnTo(int index, KeyValueSession session, Window window) {
    parsing(session).returnTo(requests[index], window);
  }

  @Override
  protected void returnBehind(int index, KeyValueSession session, Window window) {
    parsing(session).returnBehind(requests[index], window);
  }

  /** A list's end is a request of its own or not, depending on cuts. */
  @Override
  protected boolean counts(int index) {
    return requests[index].verb != Verb.LIST_END;
  }

  /** Retrievals ask for the room that they need. */
  @Override
  protected boolean composes(int index, Command command, KeyValueSession session) {
    Request request = requests[index];
    Verb verb = request.verb;
    if (verb.retrieves() || request.noreply || verb.ends()) {
      return false;
    }
    return !verb.stores()
        || request.whole
        || session.hasGivenUp()
        || keyspace.isTooLarge(command);
  }

  @Override
  protected boolean hasKey(int index) {
    return requests[index].verb.keyed();
  }

  @Override
  protected boolean comesAfterAll(int index) {
    Verb verb = requests[index].verb;
    return verb == Verb.STATS || verb == Verb.DEBUG;
  }

  @Override
  protected boolean flushes(int index) {
    return requests[index].verb == Verb.FLUSH_ALL;
  }

  @Override
  protected boolean isAnswered(int index) {
    return !requests[index].noreply;
  }

  @Override
  protected boolean isSpoilt(int index, MemorySegment in) {
    return isSpoilt(requests[index], in);
  }

  private static boolean isSpoilt(Request request, MemorySegment in) {
    return request.whole
        && in.get(SHORT, request.valueOffset + request.valueLength) != CR_LF;
  }

  @Override
  protected long context(int index) {
    return ForeignReplies.context(requests[index]);
  }

  @Override
  protected boolean tellsCas(int index) {
    return requests[index].verb.tellsCas();
  }

  @Override
  protected long awaitedContext(KeyValueSession session) {
    return ForeignReplies.context(((MemcacheSession) session).isAnswered());
  }

  @Override
  protected void await(int index, KeyValueSession session) {
    ((MemcacheSession) session).await(requests[index].noreply);
  }

  @Override
  protected Step answer(
      int index, Command command, Outcome outcome, KeyValueSession session, Output out) {
    Request request = requests[index];
    return request.verb.stores()
        ? answerStore(request, command, outcome, (MemcacheSession) session, out)
        : answer(request, command, outcome, out);
  }

  @Override
  protected boolean answer(KeyValueSession session, Answer answer, Output out) {
    return foreignReplies.put(answer, out);
  }

  @Override
  protected void answerWithout(KeyValueSession session, Answer answer, Output out) {
    foreignReplies.putWithout(answer, out);
  }

  @Override
  protected Step execute(
      int index, Command command, KeyValueSession speaker, MemorySegment in, Output out) {
    MemcacheSession session = (MemcacheSession) speaker;
    Request request = requests[index];
    return switch (request.verb) {
      case GET, GETS, GAT, GATS -> retrieval.answer(request, command, session, out);
      case SET, ADD, REPLACE, APPEND, PREPEND, CAS ->
          store(request, command, session, in, out);
      case INCR, DECR -> count(request, command, out);
      case DELETE, TOUCH, FLUSH_ALL -> answer(request, command, keyspace.carryOut(command), out);
      case LIST_END -> answer(request, Reply.END, out);
      case ANSWERED -> answer(request, request.reply, out);
      case QUIT -> Step.CLOSE;
      case HOPELESS, FOREIGN -> {
        (request.verb == Verb.FOREIGN ? metrics.foreign : metrics.hopeless).increment();
        yield Step.CLOSE;
      }
      default -> administer(request, session, in, out);
    };
  }

  private Step store(
      Request request, Command command, MemcacheSession session, MemorySegment in, Output out) {
    boolean spoilt = isSpoilt(request, in);
    Outcome outcome = spoilt ? keyspace.discard(command) : keyspace.carryOut(command);
    if (outcome == Outcome.AWAITED) {
      keyspace.await(command, session.value());
      session.await(request.noreply);
      return Step.DONE;
    }
    return answerStore(request, command, outcome, session, out);
  }

  private Step answerStore(
      Request request, Command command, Outcome outcome, MemcacheSession session, Output out) {
    if (!request.whole && outcome != Outcome.LATER) {
      session.parsing.skip((long) request.valueLength + MemcacheSession.LINE_END_BYTES);
    }
    return answer(request, command, outcome, out);
  }

  private Step count(Request request, Command command, Output out) {
    Outcome outcome = keyspace.carryOut(command);
    if (outcome != Outcome.COUNTED) {
      return answer(request, command, outcome, out);
    }
    if (!request.noreply) {
      out.position = MemcacheComposer.putDecimalLine(out.memory, out.position, command.counted);
    }
    return Step.DONE;
  }

  private Step administer(
      Request request, MemcacheSession session, MemorySegment in, Output out) {
    return switch (request.verb) {
      case VERBOSITY -> answer(request, Reply.OK, out);
      case VERSION -> administration.version(out);
      case STATS -> tell(request, administration.tell(request, in, session), session, out);
      case LRU_CRAWLER -> {
        answer(request, administration.crawl(request, in), out);
        yield administration.awaitsDump(request, in) ? Step.CLOSE : Step.DONE;
      }
      case DEBUG -> tell(request, administration.debug(request, in, session), session, out);
      case SHUTDOWN -> {
        Reply refusal = administration.shutdown(request, in);
        yield refusal == null ? Step.CLOSE : answer(request, refusal, out);
      }
      default -> throw new AssertionError(request.verb);
    };
  }

  /** The figures that the session tells now, or what is said instead. */
  private Step tell(Request request, Reply instead, MemcacheSession session, Output out) {
    if (instead != null) {
      return answer(request, instead, out);
    }
    return session.settle(out) ? Step.DONE : Step.OWED;
  }

  private Step answer(Request request, Command command, Outcome outcome, Output out) {
    if (outcome == Outcome.LATER) {
      return Step.WAIT;
    }
    return answer(request, ReplyTable.of(command.operation, outcome), out);
  }

  private Step answer(Request request, Reply reply, Output out) {
    answer(reply, request.noreply, out);
    return Step.DONE;
  }

  @Override
  protected void answer(KeyValueSession speaker, Outcome outcome, Output out) {
    MemcacheSession session = (MemcacheSession) speaker;
    answer(ReplyTable.of(session.awaitedOperation(), outcome), !session.isAnswered(), out);
  }

  private void answer(Reply reply, boolean noreply, Output out) {
    metrics.count(reply);
    if (!noreply) {
      out.position = reply.put(out.memory, out.position);
    }
  }
}
