package io.gannet.bench.doctor;

/**
 * One question to a host: an entry in the table of its group.
 *
 * @param id for {@code --only} and JSON; never changes once published
 * @param title a few words, for people
 * @param reference where to read more: a man page, a document of the kernel
 */
public record Check(String id, Group group, String title, String reference, Look look) {

  /** How it is answered. */
  @FunctionalInterface
  public interface Look {
    /**
     * Looks, and changes nothing.
     *
     * @throws NotTold if the host does not tell
     */
    Finding at(Host host, Aim aim);
  }

  /**
   * The answer; {@link Verdict#UNKNOWN} with the reason if the host does not tell, or tells what
   * nobody foresaw: one odd file must not cost the rest of the report.
   */
  public Finding run(Host host, Aim aim) {
    try {
      return look.at(host, aim);
    } catch (NotTold e) {
      return Finding.unknown(e.getMessage());
    } catch (RuntimeException e) {
      return Finding.unknown("not foreseen: " + e);
    }
  }
}
