package io.gannet.ffi.seccomp;

import static io.gannet.ffi.linux.Filter.BPF_ABS;
import static io.gannet.ffi.linux.Filter.BPF_ALU;
import static io.gannet.ffi.linux.Filter.BPF_AND;
import static io.gannet.ffi.linux.Filter.BPF_JEQ;
import static io.gannet.ffi.linux.Filter.BPF_JGE;
import static io.gannet.ffi.linux.Filter.BPF_JMP;
import static io.gannet.ffi.linux.Filter.BPF_K;
import static io.gannet.ffi.linux.Filter.BPF_LD;
import static io.gannet.ffi.linux.Filter.BPF_MAXINSNS;
import static io.gannet.ffi.linux.Filter.BPF_RET;
import static io.gannet.ffi.linux.Filter.BPF_W;

import io.gannet.ffi.linux.SeccompData;
import io.gannet.ffi.linux.SockFilter;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/**
 * The instructions of a filter, one behind the other. The accumulator has the call's number until a
 * rule is the call's own, which then comes to a verdict in any case:
 *
 * <pre>
 *   load arch     other than this machine's ─► SIGSYS
 *   load nr       one of another table (x32) ─► SIGSYS
 *   nr == 0 ?     verdict
 *   nr == 42 ?    load an argument, and, == ? … verdict     what fails goes on with the next way
 *                 …                           … verdict     and at last to the other verdict
 *   verdict of all others
 * </pre>
 */
final class Program {
  /** How far a jump reaches. */
  private static final int JUMP_MAX = 255;

  private record Instruction(int code, int jt, int jf, int k) {}

  private final List<Instruction> instructions = new ArrayList<>();

  void load(int offset) {
    add(BPF_LD | BPF_W | BPF_ABS, 0, 0, offset);
  }

  void end(Verdict verdict) {
    add(BPF_RET | BPF_K, 0, 0, verdict.action());
  }

  /** What is loaded ends all unless it is this. */
  void require(int value, Verdict otherwise) {
    add(BPF_JMP | BPF_JEQ | BPF_K, 1, 0, value);
    end(otherwise);
  }

  /** What is loaded ends all unless it is below this, unsigned. */
  void requireBelow(int bound, Verdict otherwise) {
    add(BPF_JMP | BPF_JGE | BPF_K, 0, 1, bound);
    end(otherwise);
  }

  /** What is added by {@code then} is for this number alone. */
  void ofNumber(int number, Runnable then) {
    int jump = jumpIfEqual(number);
    then.run();
    land(jump);
  }

  /** Allows it if all of these hold, or goes on. */
  void allowIf(List<Condition> conditions) {
    List<Integer> jumps = new ArrayList<>();
    for (Condition condition : conditions) {
      compare(condition, false, jumps);
      compare(condition, true, jumps);
    }
    end(Verdict.ALLOW);
    jumps.forEach(this::land);
  }

  private void compare(Condition condition, boolean upper, List<Integer> jumps) {
    int mask = condition.maskOf(upper);
    if (mask == 0) {
      return;
    }
    int argument = condition.argument();
    load(upper ? SeccompData.high(argument) : SeccompData.low(argument));
    if (mask != -1) {
      add(BPF_ALU | BPF_AND | BPF_K, 0, 0, mask);
    }
    jumps.add(jumpIfEqual(condition.valueOf(upper)));
  }

  /** Goes on if it is, and to where it {@link #land}s if not. */
  private int jumpIfEqual(int value) {
    add(BPF_JMP | BPF_JEQ | BPF_K, 0, 0, value);
    return instructions.size() - 1;
  }

  private void land(int jump) {
    int distance = instructions.size() - jump - 1;
    assert distance > 0 && distance <= JUMP_MAX : distance;
    Instruction before = instructions.get(jump);
    instructions.set(jump, new Instruction(before.code, before.jt, distance, before.k));
  }

  private void add(int code, int jt, int jf, int k) {
    instructions.add(new Instruction(code, jt, jf, k));
    assert instructions.size() <= BPF_MAXINSNS;
  }

  int length() {
    return instructions.size();
  }

  /** As the kernel takes them: an array of {@link SockFilter}. */
  MemorySegment toMemory(Arena arena) {
    MemorySegment array = arena.allocate(SockFilter.LAYOUT, length());
    for (int i = 0; i < length(); i++) {
      Instruction one = instructions.get(i);
      SockFilter.set(array, i, one.code, one.jt, one.jf, one.k);
    }
    return array;
  }
}
