package io.gannet.engine.process.memcache;

import static io.gannet.engine.bytes.Ascii.CR_LF;
import static io.gannet.engine.bytes.Ascii.SHORT;

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
import io.gannet.engine.process.kv.ItemPage;
import io.gannet.engine.process.kv.Keyspace;
import io.gannet.engine.process.kv.Operation;
import io.gannet.engine.process.kv.Outcome;
import io.gannet.engine.process.kv.ServiceTimes;
import io.gannet.engine.process.shard.Answer;
import io.gannet.engine.protocol.memcache.MemcacheComposer;
import io.gannet.engine.protocol.memcache.MemcacheParser;
import io.gannet.engine.protocol.memcache.MetaLine;
import io.gannet.engine.protocol.memcache.ParserState;
import io.gannet.engine.protocol.memcache.Reply;
import io.gannet.engine.protocol.memcache.Request;
import io.gannet.engine.protocol.memcache.Verb;
import io.gannet.engine.store.Walk;
import io.gannet.engine.watch.WatchFeed;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * memcached's text: requests become commands of a keyspace, and what became of them is said in its
 * words.
 */
final class TextEncoding implements Encoding {
  private final Keyspace keyspace;
  private final MemcacheMetrics metrics;
  private final Translation translation;
  private final Retrieval retrieval;
  private final MetaReplies metaReplies;
  private final ForeignReplies foreignReplies;
  private final Administration administration;
  private final Dumps dumps;
  private final Login login;
  private final boolean flushes;
  private final MemcacheParser parser = new MemcacheParser();
  private final Request[] requests = new Request[Batch.COMMANDS_MAX];
  private final Request[] first = new Request[1];

  TextEncoding(
      Keyspace keyspace,
      MemcacheMetrics metrics,
      Translation translation,
      Administration administration,
      Dumps dumps,
      Login login,
      boolean flushes) {
    this.keyspace = keyspace;
    this.metrics = metrics;
    this.translation = translation;
    this.retrieval = new Retrieval(keyspace);
    this.metaReplies = new MetaReplies(keyspace, metrics);
    this.foreignReplies = new ForeignReplies(metrics);
    this.administration = administration;
    this.dumps = dumps;
    this.login = login;
    this.flushes = flushes;
    for (int i = 0; i < requests.length; i++) {
      requests[i] = new Request();
    }
    first[0] = requests[0];
  }

  /** Whatever is none of the others', to be refused if it is plainly of another protocol. */
  @Override
  public boolean begins(byte first) {
    return true;
  }

  @Override
  public int carryBytes() {
    return MemcacheParser.CARRY_BYTES;
  }

  @Override
  public EncodingState newState(MemorySegment carry) {
    return new TextState(carry);
  }

  @Override
  public int parse(KeyValueSession session, Window window, Batch batch) {
    if (login.isAsked() && !state(session).isAdmitted()) {
      return parseStranger(parsing(session), window);
    }
    int count = parser.parse(parsing(session), window, requests);
    for (int i = 0; i < count; i++) {
      Command command = batch.command(i);
      boolean commands = translation.translate(requests[i], window.memory, command);
      if (commands && command.operation != Operation.FLUSH) {
        batch.add(command);
      } else if (commands && !flushes) {
        requests[i].answer(Reply.NO_FLUSH);
      }
    }
    return count;
  }

  /** One request at a time: what comes behind a login is read as what it then is. */
  private int parseStranger(ParserState parsing, Window window) {
    int count = parser.parse(parsing, window, first);
    if (count > 0 && Login.judge(first[0])) {
      parsing.skipLine();
    }
    return count;
  }

  private static TextState state(KeyValueSession session) {
    return (TextState) session.state();
  }

  private static ParserState parsing(KeyValueSession session) {
    return state(session).parsing;
  }

  @Override
  public void carry(KeyValueSession session, Window in) {
    parser.carry(parsing(session), in);
  }

  @Override
  public void returnTo(int index, KeyValueSession session, Window window) {
    parsing(session).returnTo(requests[index], window);
  }

  @Override
  public void returnBehind(int index, KeyValueSession session, Window window) {
    parsing(session).returnBehind(requests[index], window);
  }

  /** A list's end is a request of its own or not, depending on cuts. */
  @Override
  public boolean counts(int index) {
    return requests[index].verb != Verb.LIST_END;
  }

  /** Retrievals ask for the room that they need. */
  @Override
  public int roomBytes(int index, Command command, KeyValueSession session) {
    Request request = requests[index];
    Verb verb = request.verb;
    if (verb.retrieves() || request.noreply || verb.ends()) {
      return 0;
    }
    if (verb == Verb.MG || verb == Verb.ME) {
      return 0;
    }
    boolean composes =
        !verb.stores()
            || request.whole
            || session.hasGivenUp()
            || keyspace.isTooLarge(command);
    return composes ? replyBytes(verb) : 0;
  }

  private static int replyBytes(Verb verb) {
    return verb.isMeta() ? MetaLine.BYTES_MAX : Reply.BYTES_MAX;
  }

  @Override
  public boolean hasKey(int index) {
    return requests[index].verb.keyed();
  }

  @Override
  public boolean comesAfterAll(int index) {
    Verb verb = requests[index].verb;
    return verb == Verb.STATS || verb == Verb.LRU_CRAWLER || verb == Verb.DEBUG;
  }

  @Override
  public boolean flushes(int index) {
    return requests[index].verb == Verb.FLUSH_ALL;
  }

  @Override
  public int answerBytes(int index) {
    Request request = requests[index];
    return request.noreply ? 0 : replyBytes(request.verb);
  }

  @Override
  public boolean isSpoilt(int index, MemorySegment in) {
    return isSpoilt(requests[index], in);
  }

  private static boolean isSpoilt(Request request, MemorySegment in) {
    return request.whole
        && in.get(SHORT, request.valueOffset + request.valueLength) != CR_LF;
  }

  @Override
  public long context(int index) {
    Request request = requests[index];
    return request.verb.isMeta()
        ? MetaReplies.context(request)
        : ForeignReplies.context(request);
  }

  @Override
  public int served(int count, long others, ServiceTimes times) {
    int ends = 0;
    Verb verb = null;
    int ofIt = 0; // neighbours are mostly of one verb
    for (int i = 0; i < count; i++) {
      Verb next = requests[i].verb;
      if (next == Verb.LIST_END) {
        ends++;
      } else if ((others >>> i & 1) == 0) {
        if (next != verb && ofIt > 0) {
          times.served(LoggedText.verb(verb), ofIt);
          ofIt = 0;
        }
        verb = next;
        ofIt++;
      }
    }
    if (ofIt > 0) {
      times.served(LoggedText.verb(verb), ofIt);
    }
    return count - ends;
  }

  @Override
  public LoggedVerb verb(int index) {
    return LoggedText.verb(requests[index].verb);
  }

  @Override
  public LoggedResult said(int index) {
    return LoggedText.said(requests[index]);
  }

  @Override
  public boolean tellsCas(int index) {
    Request request = requests[index];
    return request.verb.tellsCas() || request.verb == Verb.MG && request.hasFlag('c');
  }

  @Override
  public void await(int index, KeyValueSession session) {
    await(requests[index], session);
  }

  private static void await(Request request, KeyValueSession session) {
    if (request.verb == Verb.MS) {
      state(session).await(request, session.value().command().terms);
    } else {
      state(session).await(request.noreply);
    }
  }

  @Override
  public Step answer(
      int index, Command command, Outcome outcome, KeyValueSession session, Output out) {
    Request request = requests[index];
    return request.verb.stores()
        ? answerStore(request, command, outcome, session, out)
        : answer(request, command, outcome, out);
  }

  @Override
  public boolean answer(KeyValueSession session, Answer answer, Output out) {
    return MetaReplies.isMeta(answer.context())
        ? metaReplies.put(answer, out)
        : foreignReplies.put(answer, out);
  }

  @Override
  public void answerWithout(KeyValueSession session, Answer answer, Output out) {
    if (MetaReplies.isMeta(answer.context())) {
      metaReplies.putWithout(answer, out);
    } else {
      foreignReplies.putWithout(answer, out);
    }
  }

  @Override
  public Step execute(
      int index, Command command, KeyValueSession session, MemorySegment in, Output out) {
    Request request = requests[index];
    return switch (request.verb) {
      case GET, GETS, GAT, GATS -> retrieval.answer(request, command, session, out);
      case SET, ADD, REPLACE, APPEND, PREPEND, CAS ->
          store(request, command, session, in, out);
      case INCR, DECR -> count(request, command, out);
      case DELETE, TOUCH, FLUSH_ALL -> answer(request, command, keyspace.carryOut(command), out);
      case MG, ME -> metaReplies.find(request, command, session, out);
      case MS -> store(request, command, session, in, out);
      case MD, MA -> answer(request, command, keyspace.carryOut(command), out);
      case LIST_END -> answer(request, Reply.END, out);
      case ANSWERED -> answer(request, request.reply, out);
      case LOGIN -> admit(request, session, in, out);
      case QUIT -> Step.CLOSE;
      case HOPELESS, FOREIGN -> {
        (request.verb == Verb.FOREIGN ? metrics.foreign : metrics.hopeless).increment();
        session.wentWrong = true;
        yield Step.CLOSE;
      }
      default -> administer(request, session, in, out);
    };
  }

  private Step store(
      Request request, Command command, KeyValueSession session, MemorySegment in, Output out) {
    boolean spoilt = isSpoilt(request, in);
    Outcome outcome = spoilt ? keyspace.discard(command) : keyspace.carryOut(command);
    if (outcome == Outcome.AWAITED) {
      keyspace.await(command, session.value());
      await(request, session);
      return Step.DONE;
    }
    return answerStore(request, command, outcome, session, out);
  }

  private Step answerStore(
      Request request, Command command, Outcome outcome, KeyValueSession session, Output out) {
    if (!request.whole && outcome != Outcome.LATER) {
      parsing(session).skip((long) request.valueLength + TextState.LINE_END_BYTES);
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

  private Step admit(
      Request request, KeyValueSession session, MemorySegment in, Output out) {
    TextState state = state(session);
    Reply reply = login.tell(request, in);
    answer(request, reply, out);
    if (reply == Reply.STORED) {
      state.admit();
    }
    session.wentWrong = reply == Reply.BAD_USER && state.fail();
    return session.wentWrong ? Step.CLOSE : Step.DONE;
  }

  private Step administer(
      Request request, KeyValueSession session, MemorySegment in, Output out) {
    return switch (request.verb) {
      case VERBOSITY -> answer(request, Reply.OK, out);
      case VERSION -> administration.version(out);
      case STATS -> Administration.listsItems(request, in)
          ? list(request, dumps.cachedump(request, in, state(session)), session, out)
          : tell(request, administration.tell(request, in, state(session)), session, out);
      case LRU_CRAWLER -> crawl(request, session, in, out);
      case DEBUG -> debug(request, session, in, out);
      case WATCH -> watch(request, session, out);
      case CONFIG ->
          administration.tellsCluster(request, in)
              ? administration.cluster(out)
              : answer(request, Reply.ERROR, out);
      case SHUTDOWN -> {
        Reply refusal = administration.shutdown(request, in);
        yield refusal == null ? Step.CLOSE : answer(request, refusal, out);
      }
      default -> throw new AssertionError(request.verb);
    };
  }

  private Step crawl(
      Request request, KeyValueSession session, MemorySegment in, Output out) {
    Reply instead = dumps.crawl(request, in, state(session));
    if (instead == null) {
      answer(Reply.OK, false, out);
    }
    return list(request, instead, session, out);
  }

  /** What is stored, as the session lists it now, or what is said instead. */
  private Step list(Request request, Reply instead, KeyValueSession session, Output out) {
    if (instead == null) {
      session.list();
    }
    return tell(request, instead, session, out);
  }

  @Override
  public boolean list(KeyValueSession session, ItemPage page, Output out) {
    return state(session).dump.put(page, out);
  }

  @Override
  public void listed(KeyValueSession session) {
    state(session).owe(state(session).dump.end());
  }

  /** A walk over all shards: the conversation stands still until it is over. */
  private Step debug(
      Request request, KeyValueSession session, MemorySegment in, Output out) {
    if (!administration.mayWalk(request, in)) {
      return answer(request, Reply.ERROR, out);
    }
    CompletableFuture<List<Walk>> walk = session.takeWalk();
    if (walk != null) {
      return tell(request, administration.tell(walk, state(session)), session, out);
    }
    walk = administration.walk(session.origin);
    if (walk == null) {
      return answer(request, Reply.WALKS, out);
    }
    session.awaitWalk(walk);
    return Step.HOP;
  }

  /** The conversation stands still until there are lines for it, and has no other use then. */
  private Step watch(Request request, KeyValueSession session, Output out) {
    if (!administration.mayWatch()) {
      return answer(request, Reply.NO_WATCH, out);
    }
    CompletableFuture<WatchFeed> feed = session.takeFeed();
    if (feed == null) {
      feed = administration.watch(session.origin, request.number);
      if (feed == null) {
        return answer(request, Reply.WATCHERS, out);
      }
      session.awaitFeed(feed);
      return Step.HOP;
    }
    if (feed.isCompletedExceptionally()) {
      return answer(request, Reply.NO_WATCHER, out);
    }
    session.watch(feed.join());
    answer(request, Reply.OK, out);
    return Step.LAST;
  }

  /** The figures that the session tells now, or what is said instead. */
  private Step tell(Request request, Reply instead, KeyValueSession session, Output out) {
    if (instead != null) {
      return answer(request, instead, out);
    }
    return session.settle(out) ? Step.DONE : Step.OWED;
  }

  private Step answer(Request request, Command command, Outcome outcome, Output out) {
    if (outcome == Outcome.LATER) {
      return Step.WAIT;
    }
    if (request.verb.isMeta()) {
      metaReplies.put(MetaReplies.context(request), command, outcome, out);
      return Step.DONE;
    }
    return answer(request, ReplyTable.of(command.operation, outcome), out);
  }

  private Step answer(Request request, Reply reply, Output out) {
    answer(reply, request.noreply, out);
    return Step.DONE;
  }

  @Override
  public void answer(KeyValueSession session, Outcome outcome, Output out) {
    long meta = state(session).meta();
    if (meta != 0) {
      metaReplies.put(meta, session.value().command(), outcome, out);
      return;
    }
    Reply reply = ReplyTable.of(session.value().operation(), outcome);
    answer(reply, !state(session).isAnswered(), out);
  }

  private void answer(Reply reply, boolean noreply, Output out) {
    metrics.count(reply);
    if (!noreply) {
      out.position = reply.put(out.memory, out.position);
    }
  }
}
