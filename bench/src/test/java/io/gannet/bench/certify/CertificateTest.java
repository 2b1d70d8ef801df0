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
      nobody's line
      """;

  private static final String COMPILATIONS = """
      <task_queued compile_id='1' method='A first ()V' bytes='5' level='3' stamp='0.1' c='t'/>
      <writer thread='77'/>
      <task_queued compile_id='2' method='A own ()V' bytes='5' level='2' stamp='0.2' c='t'/>
      <nmethod compile_id='2' compiler='c1' level='2' method='A own ()V' stamp='0.25'/>
      <writer thread='4886'/>
      <task_queued compile_id='3' method='A others ()V' bytes='5' stamp='0.3' c='t'/>
      <task_queued compile_id='4' method='A others ()V' bytes='5' stamp='0.3' c='t'/>
      <writer thread='77'/>
      <task_queued compile_id='5' compile_kind='osr' method='A &lt;init&gt; ()V' stamp='0.4' c=''/>
      <task_queued compile_id='6' method='A cut sho""";

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
  void aDeoptimisationIsItsThreadsAndACompilationIsOfTheThreadThatAskedForIt()
      throws IOException {
    Path file = Files.writeString(folder.resolve("log"), LOG);
    Path compilations = Files.writeString(folder.resolve("compilations"), COMPILATIONS);
    Map<Disturbance, List<String>> read = new JvmLog(file, compilations).read(Set.of(77L));
    assertEquals(1, read.get(Disturbance.SAFEPOINTS).size());
    assertEquals(1, read.get(Disturbance.DEOPTIMISATIONS).size());
    assertTrue(read.get(Disturbance.DEOPTIMISATIONS).getFirst().contains("A.other"));
    assertEquals(
        List.of("0.2 s  A own ()V", "0.4 s  A &lt;init&gt; ()V"),
        read.get(Disturbance.COMPILATIONS));
    assertEquals(3, read.get(Disturbance.OTHER_COMPILATIONS).size());
  }

  @Test
  void silenceIsThatNothingWasAddedToWhatWasBefore() {
    List<Sample> marks =
        List.of(sample(5, 4, 3, 2, 1, 9, 7), sample(5, 4, 3, 2, 1, 9, 7), sample(5, 4, 3, 2, 1, 9, 7));
    Certificate certificate =
        Certificate.of(100, marks, lines(List.of("a")), lines(List.of("a")));
    assertEquals(List.of(), certificate.failed());
    assertTrue(certificate.text().endsWith("\nSilent.\n"), certificate.text());
    assertTrue(!certificate.text().contains("NOT 0"), certificate.text());
  }

  @Test
  void whatOtherThreadsAskedForIsToldAndNotJudged() {
    List<Sample> marks = List.of(sample(0, 0, 0, 0, 0, 0, 0), sample(0, 0, 0, 0, 0, 0, 12));
    String text = Certificate.of(100, marks, lines(List.of()), lines(List.of())).text();
    assertTrue(text.contains(" 12  told, compilations that other threads"), text);
    assertTrue(text.endsWith("\nSilent.\n"), text);
  }

  @Test
  void eachLineThatIsNotZeroFails() {
    for (Disturbance one : Disturbance.values()) {
      if (!one.isJudged()) {
        continue;
      }
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
