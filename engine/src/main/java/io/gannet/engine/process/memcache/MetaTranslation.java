package io.gannet.engine.process.memcache;

import io.gannet.engine.process.kv.Command;
import io.gannet.engine.process.kv.Operation;
import io.gannet.engine.process.kv.Terms;
import io.gannet.engine.protocol.memcache.Request;
import io.gannet.engine.protocol.memcache.Verb;
import io.gannet.engine.store.Store;
import java.lang.foreign.MemorySegment;

/** memcached's meta commands as commands on {@link Terms}. */
final class MetaTranslation {
  /** Flags that ask for more than an item's value and size. */
  private static final long ASKING = Request.flags("ETNRIxuhlt");

  private final Expiry expiry;

  MetaTranslation(Expiry expiry) {
    this.expiry = expiry;
  }

  /** Fills in the command of a meta request that lies in {@code in}. */
  void translate(Request request, MemorySegment in, Command command) {
    Terms terms = command.terms;
    command.key.set(request.keyMemory(in), request.keyOffset, request.keyLength);
    command.wishes =
        Command.TERMS
            | (request.hasFlag('c') || request.verb == Verb.ME ? Command.TELL_CAS : 0)
            | (request.hasFlag('k') || request.verb == Verb.ME ? Command.TELL_KEY : 0);
    terms.told = 0;
    terms.echo(request.echo(), 0, request.echoLength);
    terms.asked = 0;
    terms.touchDeadlineSec = Store.NEVER;
    if (request.hasAnyFlag(ASKING)) {
      ask(request, terms);
    }
    command.expected = request.expected;
    command.clientFlags = request.clientFlags;
    switch (request.verb) {
      case MG -> find(request, command);
      case MS -> store(request, in, command);
      case MD -> delete(request, command);
      case MA -> count(request, command);
      default -> debug(command);
    }
  }

  private void ask(Request request, Terms terms) {
    terms.asked = asked(request);
    terms.token = request.token;
    terms.touchDeadlineSec = expiry.deadlineSec(request.exptime);
    terms.madeDeadlineSec = expiry.deadlineSec(request.madeExptime);
    terms.recacheDeadlineSec = expiry.deadlineSec(request.recacheExptime);
  }

  /** What a flag asks for, whatever the command: those that mean nothing to it do no harm. */
  private static int asked(Request request) {
    return ask(request, 'E', Terms.GIVE_CAS)
        | ask(request, 'T', Terms.TOUCH)
        | ask(request, 'N', Terms.MAKE)
        | ask(request, 'R', Terms.RECACHE)
        | ask(request, 'I', Terms.STALE)
        | ask(request, 'x', Terms.EMPTY)
        | ask(request, 'u', Terms.UNNOTICED)
        | ask(request, 'h', Terms.TELL_USE)
        | ask(request, 'l', Terms.TELL_USE)
        | ask(request, 't', Terms.TELL_LEFT)
        | (request.leftFirst ? Terms.LEFT_FIRST : 0)
        | (request.leftUnmade ? Terms.LEFT_UNMADE : 0)
        | (request.madeLast ? Terms.MADE_LAST : 0)
        | (request.recacheLast ? Terms.RECACHE_LAST : 0);
  }

  private static int ask(Request request, char flag, int term) {
    return request.hasFlag(flag) ? term : 0;
  }

  private static void find(Request request, Command command) {
    command.operation = Operation.FIND;
    command.wishes |= request.hasFlag('v') ? 0 : Command.NO_VALUE;
    command.terms.asked |= ask(request, 'C', Terms.UNLESS_CAS);
  }

  private static void debug(Command command) {
    command.operation = Operation.FIND;
    command.wishes |= Command.NO_VALUE;
    command.terms.asked = Terms.UNNOTICED | Terms.TELL_USE | Terms.TELL_LEFT;
  }

  private static void delete(Request request, Command command) {
    command.operation = Operation.DELETE;
    expect(request, command);
  }

  /** No token is 0: who expects that expects nothing. */
  private static void expect(Request request, Command command) {
    boolean expects = request.hasFlag('C') && request.expected != 0;
    command.wishes |= expects ? Command.IF_CAS : 0;
  }

  private static void count(Request request, Command command) {
    boolean down = request.hasFlag('M') && (request.mode == 'D' || request.mode == '-');
    command.operation = down ? Operation.DECREMENT : Operation.INCREMENT;
    command.number = request.number;
    command.initial = request.initial;
    command.deadlineSec = command.terms.madeDeadlineSec;
    command.wishes |= request.hasFlag('N') ? Command.OR_MAKE : 0;
    expect(request, command);
  }

  private static void store(Request request, MemorySegment in, Command command) {
    Terms terms = command.terms;
    command.operation = operation(request);
    boolean made = command.operation.joins() && request.hasFlag('N');
    command.deadlineSec = made ? terms.madeDeadlineSec : terms.touchDeadlineSec;
    command.number = request.expected;
    terms.asked &= Terms.GIVE_CAS | (made ? Terms.MAKE : 0);
    if (command.operation == Operation.CAS) {
      terms.asked |= ask(request, 'I', Terms.STALE);
    } else if (command.operation.joins()) {
      expect(request, command);
    }
    command.value(request.whole, in, request.valueOffset, request.valueLength);
  }

  /** A token that is expected makes a set or a replace a compare and swap. */
  private static Operation operation(Request request) {
    Operation swaps = request.hasFlag('C') ? Operation.CAS : null;
    return switch (request.hasFlag('M') ? request.mode : 'S') {
      case 'E' -> Operation.ADD;
      case 'A' -> Operation.APPEND;
      case 'P' -> Operation.PREPEND;
      case 'R' -> swaps != null ? swaps : Operation.REPLACE;
      default -> swaps != null ? swaps : Operation.SET;
    };
  }
}
