package io.gannet.bench.doctor;

import java.util.List;

/**
 * What a check found, and what to do about it.
 *
 * @param found the fact, with its figures; or why there is none
 * @param cost what it costs, or why it costs nothing, in a sentence; {@code ""} if the fact says it
 * @param change commands, for root, that change it until the next boot; none if no command can
 * @param keep how the change survives a boot; {@code ""} if it does so by itself, or is none
 */
public record Finding(
    Verdict verdict, String found, String cost, List<String> change, String keep) {
  private static final String SYSCTL_FILE = "/etc/sysctl.d/90-gannet.conf";

  private static Finding of(Verdict verdict, String found, String cost) {
    return new Finding(verdict, found, cost, List.of(), "");
  }

  static Finding ok(String found) {
    return of(Verdict.OK, found, "");
  }

  static Finding ok(String found, String cost) {
    return of(Verdict.OK, found, cost);
  }

  static Finding better(String found, String cost) {
    return of(Verdict.BETTER, found, cost);
  }

  static Finding wrong(String found, String cost) {
    return of(Verdict.WRONG, found, cost);
  }

  static Finding unknown(String why) {
    return of(Verdict.UNKNOWN, why, "");
  }

  static Finding notApplicable(String why) {
    return of(Verdict.NOT_APPLICABLE, why, "");
  }

  Finding change(String... commands) {
    return change(List.of(commands));
  }

  Finding change(List<String> commands) {
    return new Finding(verdict, found, cost, List.copyOf(commands), keep);
  }

  Finding keep(String how) {
    return new Finding(verdict, found, cost, change, how);
  }

  /** Changed and kept by sysctl(8). */
  Finding sysctl(String name, Object value) {
    String setting = name + "=" + value;
    String word = setting.contains(" ") ? "'" + setting + "'" : setting;
    return change("sysctl -w " + word).keep(setting + " in " + SYSCTL_FILE);
  }

  /** Kept by the kernel's command line. */
  Finding boot(String parameters) {
    return keep("boot with " + parameters);
  }
}
