package io.gannet.bench.certify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is read of a JVM's log, and what is said of it. */
class CertificateTest {
  private static final String LOG = """
      [1.703s][4886][safepoint      ] Safepoint "ICBufferFull", Time since last: 9 ns
      [1.703s][4886][deoptimization ] cid= 404 level=4 A.hashCode()I trap_bci=19 unstable_if
      [1.704s][77][deoptimization ] cid= 405 level=4 A.other()I trap_bci=19 unstable_if
      [4.935s][4899][jit,compilation] 1466       3       A::hashCode (60 bytes)
      [4.936s][4899][jit,compilation] 1464   !   4       A::other (5 bytes)
      [4.936s][4899][jit,compilation] 1464       2       A::other (5 bytes)   made not entrant: x
      nobody's line
      """;

  @TempDir Path folder;

  private static Sample sample(long... counts) {
    Map<Disturbance, Long> seen = new EnumMap<>(Disturbance.class);
    for (Disturbance one : Disturbance.values()) {
      seen.put(one, counts[one.ordinal()]);
    }
    return new Sample(seen);
  }

  private static Map<Disturbance, List<String>> lines(List<String> safepoints) {
    return Map.of(Disturbance.SAFEPOINTS, safepoints);
  }

  @Test
  void aWorkersDeoptimisationsAreItsOwnAndCodeThatIsTakenBackIsNoCompilation()
      throws IOException {
    Path file = Files.writeString(folder.resolve("log"), LOG);
    Map<Disturbance, List<String>> read = new JvmLog(file).read(Set.of(77L));
    assertEquals(1, read.get(Disturbance.SAFEPOINTS).size());
    assertEquals(1, read.get(Disturbance.DEOPTIMISATIONS).size());
    assertTrue(read.get(Disturbance.DEOPTIMISATIONS).getFirst().contains("A.other"));
    assertEquals(2, read.get(Disturbance.COMPILATIONS).size());
  }

  @Test
  void silenceIsThatNothingWasAddedToWhatWasBefore() {
    List<Sample> marks =
        List.of(sample(5, 4, 3, 2, 1, 9), sample(5, 4, 3, 2, 1, 9), sample(5, 4, 3, 2, 1, 9));
    Certificate certificate =
        Certificate.of(100, marks, lines(List.of("a")), lines(List.of("a")));
    assertEquals(List.of(), certificate.failed());
    assertTrue(certificate.text().endsWith("\nSilent.\n"), certificate.text());
    assertTrue(!certificate.text().contains("NOT 0"), certificate.text());
  }

  @Test
  void eachLineThatIsNotZeroFails() {
    for (Disturbance one : Disturbance.values()) {
      long[] after = new long[Disturbance.values().length];
      after[one.ordinal()] = 3;
      List<Sample> marks = List.of(sample(new long[after.length]), sample(after));
      Certificate certificate =
          Certificate.of(100, marks, lines(List.of("a")), lines(List.of("a", "b")));
      assertEquals(List.of(one), certificate.failed());
      assertTrue(certificate.text().contains("Not silent: " + one.text() + "."));
      assertEquals(
          one == Disturbance.SAFEPOINTS, certificate.text().contains("\n  b\n"), "what came");
    }
  }
}
