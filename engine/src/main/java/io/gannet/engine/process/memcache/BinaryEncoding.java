package io.gannet.engine.process.memcache;

import static io.gannet.engine.protocol.memcache.binary.BinaryComposer.REPLY_BYTES_MAX;
import static java.nio.charset.StandardCharsets.US_ASCII;

import io.gannet.engine.bytes.Ascii;
import io.gannet.engine.bytes.Window;
import io.gannet.engine.klog.LoggedResult;
import io.gannet.engine.klog.LoggedVerb;
import io.gannet.engine.process.Output;
import io.gannet.engine.process.conversation.Encoding;
import io.gannet.engine.process.conversation.EncodingState;
import io.gannet.engine.process.conversation.KeyValueSession;
import io.gannet.engine.process.conversation.Step;
import io.gannet.engine.process.kv.Batch;
import io.gannet.engine.process.kv.Command;
import io.gannet.engine.process.kv.Keyspace;
import io.gannet.engine.process.kv.Operation;
import io.gannet.engine.process.kv.Outcome;
import io.gannet.engine.process.kv.ServiceTimes;
import io.gannet.engine.process.shard.Answer;
import io.gannet.engine.protocol.memcache.binary.BinaryComposer;
import io.gannet.engine.protocol.memcache.binary.BinaryParser;
import io.gannet.engine.protocol.memcache.binary.BinaryRequest;
import io.gannet.engine.protocol.memcache.binary.Opcode;
import io.gannet.engine.protocol.memcache.binary.Status;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * memcached's packets: requests become commands of a keyspace, and what became of them is said by a
 * status. A quiet request is answered when it did not go as expected.
 */
final class BinaryEncoding implements Encoding {
  private static final long RESET_WORD = Ascii.pack("reset");
  private static final long DETAIL_WORD = Ascii.pack("detail");
  private static final long ON_WORD = Ascii.pack("on");
  private static final long OFF_WORD = Ascii.pack("off");
  private static final long DUMP_WORD = Ascii.pack("dump");
  private static final byte[] MECHANISMS = "PLAIN".getBytes(US_ASCII);
  private static final byte[] AUTHENTICATED = "Authenticated".getBytes(US_ASCII);

  private final Keyspace keyspace;
  private final MemcacheMetrics metrics;
  private final BinaryTranslation translation;
  private final BinaryRetrieval retrieval;
  private final BinaryForeignReplies foreignReplies;
  private final Statistics statistics;
  private final byte[] version;
  private final Login login;
  private final Admittance admittance;
  private final BinaryParser parser;
  private final BinaryRequest[] requests = new BinaryRequest[Batch.COMMANDS_MAX];
  private final BinaryRequest[] first = new BinaryRequest[1];
  private final MemorySegment lines = Arena.ofAuto().allocate(PacketFigures.LINES_BYTES);

  BinaryEncoding(
      Keyspace keyspace,
      MemcacheMetrics metrics,
      Expiry expiry,
      Statistics statistics,
      String version,
      Login login,
      Admittance admittance) {
    this.keyspace = keyspace;
    this.metrics = metrics;
    this.translation = new BinaryTranslation(expiry);
    this.retrieval = new BinaryRetrieval(keyspace);
    this.foreignReplies = new BinaryForeignReplies(metrics);
    this.statistics = statistics;
    this.version = version.getBytes(US_ASCII);
    this.login = login;
    this.admittance = admittance;
    this.parser = new BinaryParser(login.isAsked());
    for (int i = 0; i < requests.length; i++) {
      requests[i] = new BinaryRequest();
    }
    first[0] = requests[0];
  }

  /** If nothing else is spoken, whatever is no packet is refused here. */
  @Override
  public boolean begins(byte first) {
    return admittance.dialects() == Admittance.Dialects.BINARY
        || BinaryParser.isFirst(Byte.toUnsignedInt(first));
  }

  @Override
  public int carryBytes() {
    return BinaryParser.CARRY_BYTES;
  }

  @Override
  public EncodingState newState(MemorySegment carry) {
    return new BinaryState(carry, lines);
  }

  private static BinaryState state(KeyValueSession session) {
    return (BinaryState) session.state();
  }

  @Override
  public int parse(KeyValueSession session, Window window, Batch batch) {
    if (login.isAsked() && !state(session).isAdmitted()) {
      return parseStranger(session, window);
    }
    int count = parser.parse(state(session).parsing, window, requests);
    for (int i = 0; i < count; i++) {
      Command command = batch.command(i);
      boolean commands = translation.translate(requests[i], window.memory, command);
      if (commands && command.operation != Operation.FLUSH) {
        batch.add(command);
      } else if (commands && !admittance.flushes()) {
        requests[i].answer(Status.UNAUTHENTICATED, false);
      }
    }
    return count;
  }

  private int parseStranger(KeyValueSession session, Window window) {
    int count = parser.parse(state(session).parsing, window, first);
    if (count > 0) {
      Login.judge(first[0]);
    }
    return count;
  }

  @Override
  public void carry(KeyValueSession session, Window in) {
    parser.carry(state(session).parsing, in);
  }

  @Override
  public void returnTo(int index, KeyValueSession session, Window window) {
    state(session).parsing.returnTo(requests[index], window);
  }

  @Override
  public void returnBehind(int index, KeyValueSession session, Window window) {
    state(session).parsing.returnBehind(requests[index], window);
  }

  @Override
  public boolean counts(int index) {
    return true;
  }

  @Override
  public boolean hasKey(int index) {
    return requests[index].opcode.keyed();
  }

  @Override
  public boolean comesAfterAll(int index) {
    return requests[index].opcode == Opcode.STAT;
  }

  @Override
  public boolean flushes(int index) {
    return requests[index].opcode == Opcode.FLUSH;
  }

  @Override
  public int served(int count, long others, ServiceTimes times) {
    for (int i = 0; i < count; i++) {
      if ((others >>> i & 1) == 0) {
        times.served(verb(i), 1);
      }
    }
    return count;
  }

  @Override
  public LoggedVerb verb(int index) {
    return LoggedPacket.verb(requests[index]);
  }

  @Override
  public LoggedResult said(int index) {
    return LoggedPacket.said(requests[index]);
  }

  @Override
  public boolean tellsCas(int index) {
    return true;
  }

  @Override
  public boolean isSpoilt(int index, MemorySegment in) {
    return false;
  }

  /** Retrievals ask for the room that they need; a refusal is told even to who asked quietly. */
  @Override
  public int roomBytes(int index, Command command, KeyValueSession session) {
    BinaryRequest request = requests[index];
    return switch (request.opcode) {
      case GET, GETK, GAT, GATK, TOUCH, FOREIGN -> 0;
      case SET, ADD, REPLACE, APPEND, PREPEND ->
          request.whole || session.hasGivenUp() || keyspace.isTooLarge(command)
              ? REPLY_BYTES_MAX
              : 0;
      case QUIT, FLUSH -> request.quiet ? 0 : REPLY_BYTES_MAX;
      default -> REPLY_BYTES_MAX;
    };
  }

  @Override
  public int answerBytes(int index) {
    return REPLY_BYTES_MAX;
  }

  @Override
  public long context(int index) {
    return BinaryForeignReplies.context(requests[index]);
  }

  @Override
  public Step execute(
      int index, Command command, KeyValueSession session, MemorySegment in, Output out) {
    BinaryRequest request = requests[index];
    return switch (request.opcode) {
      case GET, GETK, GAT, GATK, TOUCH -> retrieval.answer(request, command, out);
      case SET, ADD, REPLACE, APPEND, PREPEND -> store(request, command, session, out);
      case INCREMENT, DECREMENT -> count(request, command, out);
      case DELETE, FLUSH -> answer(request, command, keyspace.carryOut(command), out);
      default -> administer(request, session, in, out);
    };
  }

  private Step store(
      BinaryRequest request, Command command, KeyValueSession session, Output out) {
    Outcome outcome = keyspace.carryOut(command);
    if (outcome == Outcome.AWAITED) {
      keyspace.await(command, session.value());
      state(session).await(request);
      return Step.DONE;
    }
    return answerStore(request, command, outcome, session, out);
  }

  private Step answerStore(
      BinaryRequest request, Command command, Outcome outcome, KeyValueSession session,
      Output out) {
    if (!request.whole && outcome != Outcome.LATER) {
      state(session).parsing.skip(request.valueLength);
    }
    return answer(request, command, outcome, out);
  }

  private Step count(BinaryRequest request, Command command, Output out) {
    Outcome outcome = keyspace.carryOut(command);
    if (outcome != Outcome.COUNTED || request.quiet) {
      return answer(request, command, outcome, out);
    }
    out.position =
        BinaryComposer.putNumber(
            out.memory, out.position, request.code, request.opaque, command.counted,
            command.cas);
    return Step.DONE;
  }

  private Step administer(
      BinaryRequest request, KeyValueSession session, MemorySegment in, Output out) {
    return switch (request.opcode) {
      case NOOP -> answer(request, Status.SUCCESS, out);
      case VERSION -> text(request, version, out);
      case SASL_LIST_MECHS -> text(request, MECHANISMS, out);
      case SASL_AUTH, SASL_STEP -> admit(request, session, in, out);
      case STAT -> tell(request, session, in, out);
      case ANSWERED -> {
        answer(request, request.status, out);
        session.wentWrong = request.closes;
        yield request.closes ? Step.CLOSE : Step.DONE;
      }
      case QUIT -> {
        answer(request, Status.SUCCESS, out);
        yield Step.CLOSE;
      }
      case FOREIGN -> {
        metrics.foreign.increment();
        session.wentWrong = true;
        yield Step.CLOSE;
      }
      default -> throw new AssertionError(request.opcode);
    };
  }

  private static Step text(BinaryRequest request, byte[] text, Output out) {
    if (!out.ensure(REPLY_BYTES_MAX + text.length)) {
      return Step.RETRY;
    }
    out.position =
        BinaryComposer.putText(out.memory, out.position, request.code, request.opaque, text);
    return Step.DONE;
  }

  private Step admit(
      BinaryRequest request, KeyValueSession session, MemorySegment in, Output out) {
    BinaryState state = state(session);
    if (!out.ensure(REPLY_BYTES_MAX + AUTHENTICATED.length)) {
      return Step.RETRY;
    }
    Status status = login.tell(request, state.hasBegun(), in);
    boolean ends = state.tried(status);
    if (status == Status.SUCCESS) {
      return text(request, AUTHENTICATED, out);
    }
    answer(request, status, out);
    session.wentWrong = ends;
    return ends ? Step.CLOSE : Step.DONE;
  }

  /** The figures that the session tells now, or that there are none of that name. */
  private Step tell(
      BinaryRequest request, KeyValueSession session, MemorySegment in, Output out) {
    long name = request.keyOffset;
    int length = request.keyLength;
    Statistics.Section section = statistics.find(in, name, length);
    if (length == 5 && Ascii.word(in, name, name + length) == RESET_WORD) {
      statistics.reset();
      section = Statistics.NOTHING;
    }
    if (is(in, name, length, DETAIL_WORD, ON_WORD)) {
      section = turnDetail(true);
    } else if (is(in, name, length, DETAIL_WORD, OFF_WORD)) {
      section = turnDetail(false);
    } else if (is(in, name, length, DETAIL_WORD, DUMP_WORD)) {
      section = statistics.dumpAsFigures();
    }
    if (section == null) {
      return answer(request, Status.NOT_FOUND, out);
    }
    state(session).figures.tell(section, request.opaque);
    return session.settle(out) ? Step.DONE : Step.OWED;
  }

  private Statistics.Section turnDetail(boolean on) {
    statistics.prefixes().turn(on);
    return Statistics.NOTHING;
  }

  /** True of two words with a space between them. */
  private static boolean is(MemorySegment in, long name, int length, long first, long second) {
    long end = name + length;
    long space = Ascii.indexOf(in, name, end, (byte) ' ');
    return space < end
        && Ascii.word(in, name, space) == first
        && Ascii.word(in, space + 1, end) == second;
  }

  @Override
  public Step answer(
      int index, Command command, Outcome outcome, KeyValueSession session, Output out) {
    BinaryRequest request = requests[index];
    return request.opcode.stores()
        ? answerStore(request, command, outcome, session, out)
        : answer(request, command, outcome, out);
  }

  private Step answer(BinaryRequest request, Command command, Outcome outcome, Output out) {
    if (outcome == Outcome.LATER) {
      return Step.WAIT;
    }
    Status status = StatusTable.of(command.operation, outcome);
    long cas = outcome == Outcome.STORED ? command.cas : 0;
    answer(request.code, request.opaque, request.quiet, status, cas, out);
    return Step.DONE;
  }

  private Step answer(BinaryRequest request, Status status, Output out) {
    answer(request.code, request.opaque, request.quiet, status, 0, out);
    return Step.DONE;
  }

  private void answer(
      int code, int opaque, boolean quiet, Status status, long cas, Output out) {
    metrics.count(status);
    if (!quiet || status != Status.SUCCESS) {
      out.position =
          BinaryComposer.putStatus(out.memory, out.position, code, opaque, status, cas);
    }
  }

  @Override
  public void await(int index, KeyValueSession session) {
    state(session).await(requests[index]);
  }

  @Override
  public void answer(KeyValueSession session, Outcome outcome, Output out) {
    BinaryState state = state(session);
    Command command = session.value().command();
    Status status = StatusTable.of(command.operation, outcome);
    long cas = outcome == Outcome.STORED ? command.cas : 0;
    answer(state.code(), state.opaque(), state.isQuiet(), status, cas, out);
  }

  @Override
  public boolean answer(KeyValueSession session, Answer answer, Output out) {
    return foreignReplies.put(answer, out);
  }

  @Override
  public void answerWithout(KeyValueSession session, Answer answer, Output out) {
    foreignReplies.putWithout(answer, out);
  }
}
