package io.gannet.engine.process.memcache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gannet.engine.store.EachSubject;
import io.gannet.engine.store.Subject;
import org.junit.jupiter.api.Test;

/** What meta commands do, over every engine; replies as memcached 1.6.45's. */
class MetaTest {
  private Harness client;

  private void says(String said, String replies) {
    assertEquals(replies.replace("|", "\r\n"), talk(said), said);
  }

  private String talk(String said) {
    return client.talk(said.replace("|", "\r\n"));
  }

  /** The token that a reply tells. */
  private long token(String said) {
    return Long.parseLong(talk(said).replaceAll("(?s).* c(\\d+).*", "$1"));
  }

  @EachSubject
  void flagsAreToldInTheOrderInWhichTheyAreAsked(Subject subject) {
    client = Harness.over(subject);
    says("ms a 2 T90 F7 O1 k s|hi|", "HD O1 ka s2|");
    says("mg a t f s k O2 v|", "VA 2 t90 f7 s2 ka O2|hi|");
    says("mg a v O2 k s f t|", "VA 2 O2 ka s2 f7 t90|hi|");
    says("mg a|mg a s|mg none|mg none k Ox|", "HD|HD s2|EN|EN knone Ox|");
    says("ms a 0||mg a v t|", "HD|VA 0 t-1||");
    says("mn|", "MN|");
  }

  @EachSubject
  void quietIsWhatCouldHaveBeenExpected(Subject subject) {
    client = Harness.over(subject);
    says("ms a 1 q|x|mg none q k|mg a q v|ma n q N0|ma n q|md n q|mn|", "VA 1|x|MN|");
    says("ms a 1 ME q|x|md none q|ma none q|ms a 1 M! q|x|", "NS|NF|NF|"
        + "CLIENT_ERROR invalid mode for ms M token|");
    says("ms a 1 q|xyz|", "CLIENT_ERROR bad data chunk|ERROR|");
  }

  @EachSubject
  void modesAreTheCommandsOfOld(Subject subject) {
    client = Harness.over(subject);
    says("ms a 1 MR|x|ms a 1 MA|x|ms a 1 MP|x|ms a 1 ME|x|ms a 1 ME|y|", "NS|NS|NS|HD|NS|");
    says("ms a 1 MA s|b|ms a 1 MP s|c|mg a v|ms a 1 MR|z|ms a 1 MS|w|get a|",
        "HD s2|HD s3|VA 3|cxb|HD|HD|VALUE a 0 1|w|END|");
    says("ms j 2 MA N70 T9 F3 s|ab|mg j v t f|ms j 1 MP N5|c|mg j v t|",
        "HD s2|VA 2 t70 f3|ab|HD|VA 3 t70|cab|");
  }

  @EachSubject
  void aTokenIsExpectedOrGiven(Subject subject) {
    client = Harness.over(subject);
    long first = token("ms a 1 c|x|");
    assertEquals(first, token("mg a c|"));
    says("ms a 1 C" + (first + 9000) + " c|y|", "EX c0|");
    says("ms b 1 C5|y|", "NF|");
    long second = token("ms a 1 C" + first + " c|y|");
    assertNotEquals(first, second);
    says("ms a 1 MA C" + first + "|z|", "EX|");
    says("ms a 1 E777 c|w|mg a c v|gets a|", "HD c777|VA 1 c777|w|VALUE a 0 1 777|w|END|");
    says("mg a C777 v c|mg a C776 v|", "HD c777|VA 1|w|");
    says("cas a 0 0 1 776|v|cas a 0 0 1 777|v|", "EXISTS|STORED|");
    assertNotEquals(777, token("mg a c|"));
    says("ms a 1 E18446744073709551615|q|mg a c|md a C1|md a C18446744073709551615|mg a|",
        "HD|HD c18446744073709551615|EX|HD|EN|");
  }

  @EachSubject
  void aValueThatChangesHasAnotherToken(Subject subject) {
    client = Harness.over(subject);
    says("ms a 1 E777|5|incr a 1|", "HD|6|");
    assertNotEquals(777, token("mg a c|"));
    says("ma a E888 v c|mg a c|append a 0 0 1|x|", "VA 1 c888|7|HD c888|STORED|");
    assertNotEquals(888, token("mg a c|"));
    says("ms a 1 MA E999 c s|y|mg a v c|", "HD c999 s3|VA 3 c999|7xy|");
  }

  @EachSubject
  void useIsKeptOnceSomebodyAskedForIt(Subject subject) {
    client = Harness.over(subject);
    says("ms a 1|x|", "HD|");
    long token = token("mg a c|");
    says("mg a h l|", "HD h0 l0|");
    client.advanceSec(7);
    says("mg a h l u|mg a l h|mg a h l|", "HD h1 l7|HD l7 h1|HD h1 l0|");
    client.advanceSec(3);
    says("get a|mg a l|", "VALUE a 0 1|x|END|HD l0|");
    assertEquals(token, token("mg a c|"), "it is the same value");
    says("ms a 1|y|mg a h|", "HD|HD h0|");
  }

  @EachSubject
  void aDeadlineIsToldAsItWasOrWillBe(Subject subject) {
    client = Harness.over(subject);
    says("ms a 1 T30|x|mg a t|mg a t T60|mg a t|mg a T90 t|", "HD|HD t30|HD t30|HD t60|HD t90|");
    client.advanceSec(10);
    says("mg a t|mg a T0 t|mg a T-1 v|mg a|", "HD t80|HD t-1|VA 1|x|EN|");
  }

  @EachSubject
  void whoFindsNothingMayBeTheOneToMakeIt(Subject subject) {
    client = Harness.over(subject);
    says("mg a N30 v t|mg a N30 v t|mg a|", "VA 0 t30 W||VA 0 t30 Z||HD Z|");
    says("ms a 1 T90|x|mg a N30 v|", "HD|VA 1|x|");
    says("mg b N30 E50 c|mg b c|", "HD c50 W|HD c50 Z|");
  }

  @EachSubject
  void oneIsToldToMakeAnewWhatDiesSoon(Subject subject) {
    client = Harness.over(subject);
    says("ms a 1 T100|x|mg a R30 v|", "HD|VA 1|x|");
    client.advanceSec(80);
    says("mg a v|mg a R30 v|mg a R30 v|mg a|", "VA 1|x|VA 1 W|x|VA 1 Z|x|HD Z|");
    says("ms a 1 T100|y|mg a R30|ms b 1|x|mg b R30|", "HD|HD|HD|HD|");
  }

  @EachSubject
  void whatIsStaleIsToldSoUntilItIsMadeAnew(Subject subject) {
    client = Harness.over(subject);
    says("ms a 1 T90 F5|x|", "HD|");
    long token = token("mg a c|");
    says("md a I T30|", "HD|");
    assertNotEquals(token, token("mg a u c|"));
    says("mg a v t f|mg a|get a|", "VA 1 t30 f5 Z X|x|HD Z X|VALUE a 5 1|x|END|");
    says("md a I|mg a|mg a|ms a 1|y|mg a|", "HD|HD X W|HD Z X|HD|HD|");
    says("md none I|md a I C1|", "NF|EX|");
  }

  @EachSubject
  void anOlderTokenMakesAStaleValue(Subject subject) {
    client = Harness.over(subject);
    says("ms a 1 E100 T50|x|ms a 1 C99 T900|y|ms a 1 C101 I|y|", "HD|EX|EX|");
    says("ms a 1 C99 I E98 T900 c|y|mg a v c t|mg a v|",
        "HD c98|VA 1 c98 t50 X W|y|VA 1 Z X|y|");
    says("ms a 1 C98 I|z|mg a v|", "HD|VA 1|z|");
  }

  @EachSubject
  void theValueAloneMayBeDeleted(Subject subject) {
    client = Harness.over(subject);
    says("ms a 1 E40 F5 T50|x|md a x|mg a v f c t|", "HD|HD|VA 0 f0 c40 t-1||");
    says("md a x I T30 E60|mg a v c t|mg a|", "HD|VA 0 c60 t30 X W||HD Z X|");
    says("md a|md a x|", "HD|NF|");
  }

  @EachSubject
  void numbersAreCountedOnTerms(Subject subject) {
    client = Harness.over(subject);
    says("ma n|ma n N60 J13 v t|ma n v|ma n D10 v|ma n MD D4 v|ma n M- v|ma n M+|",
        "NF|VA 2 t60|13|VA 2|14|VA 2|24|VA 2|20|VA 2|19|HD|");
    says("ma n MD D99 v|mg n v|ma n T9 t|ma n t T90|mg n t|", "VA 1|0|VA 2|0 |HD t9|HD t9|HD t90|");
    long token = token("ma n c|");
    says("ma n C" + (token + 1) + " v|ma none N0 C5 v|", "EX|VA 1|0|");
    says("ma n C" + token + " k O3 v|", "VA 1 kn O3|4|");
    says("ms s 1|x|ma s|", "HD|CLIENT_ERROR cannot increment or decrement non-numeric value|");
  }

  @EachSubject
  void whatIsCountedStaysStale(Subject subject) {
    client = Harness.over(subject);
    says("ms n 1|5|md n I|ma n v|mg n v|", "HD|HD|VA 1|6|VA 1 X W|6|");
  }

  @EachSubject
  void keysMayBeInBase64(Subject subject) {
    client = Harness.over(subject);
    says("ms YWI= 1 b k|x|mg YWI= b k v|mg ab k v|mg YWI= k|",
        "HD kYWI= b|VA 1 kYWI= b|x|VA 1 kab|x|EN kYWI=|");
    says("mg AAEC/w== b N0 k|md AAEC/w== b k O1|ma AAEC/w== b k|",
        "HD kAAEC/w== b W|HD kAAEC/w== b O1|NF kAAEC/w== b|");
  }

  @EachSubject
  void allThatIsKnownOfAnItemIsTold(Subject subject) {
    client = Harness.over(subject);
    says("ms ab 3 E9 T50|xyz|me ab|mg ab|", "HD|ME ab exp=50 la=0 cas=9 fetch=no cls=0 size=5|HD|");
    client.advanceSec(4);
    says("me ab|me none|me YWI= b|", "ME ab exp=46 la=4 cas=9 fetch=yes cls=0 size=5|EN|"
        + "ME YWI= exp=46 la=4 cas=9 fetch=yes cls=0 size=5|");
  }

  @Test
  void largeValuesAreReceivedAndSentInPlace() {
    client = Harness.overSegments();
    String value = "v".repeat(300_000);
    says("ms a 300000 k O1 c E7 s|" + value + "|mg a v k s O2 c|",
        "HD ka O1 c7 s300000|VA 300000 ka s300000 O2 c7|" + value + "|");
    says("md a I|mg a v|", "HD|VA 300000 X W|" + value + "|");
    says("ms a 300000 MA k s|" + value + "|mg a s|", "HD ka s600000|HD s600000|");
    says("ms a 300000 ME k O3 c|" + value + "|", "NS ka O3 c0|");
    says("ms b 2000000 k|" + "v".repeat(2_000_000) + "|mn|",
        "SERVER_ERROR object too large for cache|MN|");
  }

  @Test
  void whatIsWrongIsSaidAsMemcachedSaysIt() {
    client = new Harness();
    String error = "CLIENT_ERROR ";
    String badLine = error + "bad command line format|";
    String badToken = error + "bad token in command line format|";
    says("mg|ms|ms a|ms a x|md|ma|me|mx a|m|", badLine.repeat(7) + "ERROR|ERROR|");
    says("mg " + "k".repeat(251) + "|me " + "k".repeat(251) + "|", badLine + badLine);
    says("mg a v v|mg a !|mg a z|mg a \u00e4|", error + "duplicate flag|" + error + "invalid flag|"
        + error + "invalid flag|" + error + "duplicate flag|");
    says("mg a N|mg a Tx|mg a R|mg a C|mg a Ex|", badToken.repeat(5));
    says("ma a Dx|ma a Jx|ma a v v|ma a !|ma a Nx|",
        (error + "invalid or duplicate flag|").repeat(5));
    says("ma a Mx|ma a M|", (error + "invalid mode for ma M token|").repeat(2));
    says("ms a 9 Mx|flush_all|ms a 9 Fx|flush_all|ms a 9 T|flush_all|",
        error + "invalid mode for ms M token|" + badLine + badToken);
    says("mg a b|mg !!!! b|me a b|", (error + "error decoding key|").repeat(2) + badLine);
    says("mg a O" + "o".repeat(32) + "|mg a O" + "o".repeat(31) + "|",
        error + "opaque token too long|EN O" + "o".repeat(31) + "|");
    says("mg a k v t c f s h l u q O1 N1 T1 R1 E1 C1 b x I M|",
        error + "options flags are too long|");
    assertTrue(client.metrics.clientErrors.get() > 20);
  }
}
