package io.gannet.ffi.abi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gannet.ffi.seccomp.SystemCall;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.StructLayout;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Holds every struct and constant of this module against the C compiler and the headers of this
 * machine. Each is equal, or different (red), or absent from these headers: counted, since a header
 * is often older than the kernel. An absent member of a struct is red too, unless declared newer.
 */
class KernelAbiTest {
  /** What aarch64's own asm/unistd.h defines before it includes the generic one. */
  private static final List<String> ARM =
      List.of(
          "__ARCH_WANT_RENAMEAT", "__ARCH_WANT_NEW_STAT", "__ARCH_WANT_SET_GET_RLIMIT",
          "__ARCH_WANT_SYS_CLONE3");

  @TempDir Path directory;

  private final List<String> different = new ArrayList<>();
  private final List<String> absent = new ArrayList<>();
  private int equal;

  @BeforeEach
  void needsCompiler() {
    boolean installed = CCompiler.installed();
    if (System.getenv("CI") != null) {
      assertTrue(installed, "CI needs gcc and linux-libc-dev");
    }
    Assumptions.assumeTrue(installed, "no gcc");
  }

  @Test
  void structsAreLaidOutAsInC() {
    Map<String, List<Class<?>>> byHeader = new TreeMap<>();
    for (Class<?> mirror : Mirrors.annotatedWith(Struct.class)) {
      String header = mirror.getAnnotation(Struct.class).header();
      byHeader.computeIfAbsent(header, h -> new ArrayList<>()).add(mirror);
    }
    byHeader.forEach((header, mirrors) -> {
      Map<String, Long> expected = new LinkedHashMap<>();
      mirrors.forEach(mirror -> expected.putAll(expressions(mirror)));
      compare(List.of(header), expected);
    });
    report("members");
    absent.removeIf(this::mayBeAbsent);
    assertEquals(List.of(), absent, "absent, but not declared as newer");
  }

  @Test
  void constantsAreThoseOfC() {
    for (Class<?> mirror : Mirrors.annotatedWith(Header.class)) {
      Map<String, Long> expected = new LinkedHashMap<>();
      for (Field field : mirror.getFields()) {
        if (Modifier.isStatic(field.getModifiers()) && field.getType().isPrimitive()) {
          // Unsigned in C where it is negative here: the cast is part of the question.
          expected.put("(" + field.getType() + ") " + field.getName(), valueOf(field));
        }
      }
      assertNotEquals(Map.of(), expected, mirror + " has no constants");
      compare(List.of(mirror.getAnnotation(Header.class).value()), expected);
    }
    report("constants");
  }

  @Test
  void systemCallsHaveTheNumbersOfBothArchitectures() {
    Map<String, Long> x86 = new LinkedHashMap<>();
    Map<String, Long> arm = new LinkedHashMap<>();
    for (Field field : Syscall.class.getFields()) {
      Syscall call = (Syscall) get(field);
      assertEquals(call.name().toUpperCase(), field.getName());
      x86.put("__NR_" + call.name(), (long) call.x86());
      arm.put("__NR_" + call.name(), (long) call.arm());
    }
    if (System.getProperty("os.arch").equals("amd64")) {
      compare(List.of("asm/unistd_64.h"), x86);
    }
    compare(List.of("asm/bitsperlong.h", "asm-generic/unistd.h"), arm);
    assertEquals(List.of(), absent);
    report("system call numbers");
  }

  /** Those of x86-64 alone are none that aarch64 has. */
  @Test
  void filteredCallsHaveTheNumbersOfBothArchitectures() {
    Map<String, Long> x86 = new LinkedHashMap<>();
    Map<String, Long> arm = new LinkedHashMap<>();
    Map<String, Long> notOfArm = new LinkedHashMap<>();
    for (SystemCall call : SystemCall.values()) {
      String number = "__NR_" + call.inC();
      x86.put(number, (long) call.x86());
      (call.isOfX86() ? notOfArm : arm).put(number, (long) call.arm());
    }
    if (System.getProperty("os.arch").equals("amd64")) {
      compare(List.of("asm/unistd_64.h"), x86);
    }
    compare(ARM, List.of("asm/bitsperlong.h", "asm-generic/unistd.h"), arm);
    assertEquals(List.of(), absent);
    report("numbers of filtered calls");
    compare(ARM, List.of("asm/bitsperlong.h", "asm-generic/unistd.h"), notOfArm);
    assertEquals(List.copyOf(notOfArm.keySet()), absent);
  }

  /** What of one struct can be asked in C, and what Java has. */
  private static Map<String, Long> expressions(Class<?> mirror) {
    Struct struct = mirror.getAnnotation(Struct.class);
    StructLayout layout = layoutOf(mirror);
    Map<String, Long> expected = new LinkedHashMap<>();
    expected.put("sizeof(" + struct.value() + ")", layout.byteSize());
    for (MemoryLayout member : layout.memberLayouts()) {
      member.name().ifPresent(name -> {
        expected.put(offsetOf(struct, name), Layouts.offset(layout, name));
        expected.put("sizeof(((" + struct.value() + " *)0)->" + name + ")", member.byteSize());
      });
    }
    for (String alias : struct.aliases()) {
      String[] pair = alias.split("=");
      expected.put(offsetOf(struct, pair[0]), Layouts.offset(layout, pair[1]));
    }
    return expected;
  }

  private static String offsetOf(Struct struct, String member) {
    return "__builtin_offsetof(" + struct.value() + ", " + member + ")";
  }

  private void compare(List<String> headers, Map<String, Long> expected) {
    compare(List.of(), headers, expected);
  }

  private void compare(List<String> defined, List<String> headers, Map<String, Long> expected) {
    List<String> includes = new ArrayList<>(List.of("#define _GNU_SOURCE", "#include <stddef.h>"));
    defined.forEach(name -> includes.add("#define " + name));
    headers.forEach(header -> includes.add("#include <" + header + ">"));
    List<String> expressions = List.copyOf(expected.keySet());
    Map<String, Long> actual = new CCompiler(directory).values(includes, expressions);
    expected.forEach((expression, value) -> {
      Long inC = actual.get(expression);
      if (inC == null) {
        absent.add(expression);
      } else if (inC.equals(value)) {
        equal++;
      } else {
        different.add(expression + " is " + inC + " in C and " + value + " in Java");
      }
    });
  }

  private boolean mayBeAbsent(String expression) {
    return Mirrors.annotatedWith(Struct.class).stream()
        .map(mirror -> mirror.getAnnotation(Struct.class))
        .filter(struct -> expression.contains(struct.value() + ",")
            || expression.contains(struct.value() + " *"))
        .anyMatch(struct -> Arrays.stream(struct.newer())
            .anyMatch(member -> expression.endsWith(member + ")")));
  }

  private void report(String what) {
    System.out.println("KernelAbiTest: " + equal + " " + what + " equal, "
        + absent.size() + " absent from these headers"
        + (absent.isEmpty() ? "" : ": " + String.join(" ", absent).replaceAll("\\(\\w+\\) ", "")));
    assertEquals(List.of(), different);
    assertTrue(equal > 0, "nothing was compared");
  }

  private static StructLayout layoutOf(Class<?> mirror) {
    try {
      return (StructLayout) get(mirror.getField("LAYOUT"));
    } catch (NoSuchFieldException e) {
      throw new AssertionError(mirror + " has no LAYOUT", e);
    }
  }

  private static long valueOf(Field field) {
    return ((Number) get(field)).longValue();
  }

  private static Object get(Field field) {
    try {
      return field.get(null);
    } catch (IllegalAccessException e) {
      throw new AssertionError(e);
    }
  }
}
