package io.gannet.bench.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CompareTextTest {
  @Test
  void ratiosBelowEachOtherAreAsPrecise() {
    assertEquals("1.00", CompareText.digits(1));
    assertEquals("1.90", CompareText.digits(1.9));
    assertEquals("0.0280", CompareText.digits(0.028));
    assertEquals("1.00", CompareText.digits(0.9999));
    assertEquals("12.3", CompareText.digits(12.345));
    assertEquals("1235", CompareText.digits(1234.5678));
    assertEquals("0", CompareText.digits(0));
  }

  @Test
  void withoutRatiosNoConfidenceIsClaimed() {
    CompareReport nothing = new CompareReport(Map.of(), Map.of(), 5, List.of());
    assertEquals("No ratios: it takes two servers that were measured in the same round.\n",
        CompareText.legend(nothing));
    assertFalse(ComparePage.text(nothing).contains("confidence"));
  }
}
