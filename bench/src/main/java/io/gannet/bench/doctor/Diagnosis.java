package io.gannet.bench.doctor;

/** A check and its answer. */
public record Diagnosis(Check check, Finding finding) {

  /** For short. */
  public Verdict verdict() {
    return finding.verdict();
  }
}
