package io.gannet.bench.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RoundsTest {
  private static final List<String> SUBJECTS = List.of("a", "b", "c");

  @Test
  void eachRoundBeginsWithTheNext() {
    assertEquals(List.of("a", "b", "c"), Rounds.order(SUBJECTS, 0));
    assertEquals(List.of("b", "c", "a"), Rounds.order(SUBJECTS, 1));
    assertEquals(List.of("c", "a", "b"), Rounds.order(SUBJECTS, 2));
    assertEquals(List.of("a", "b", "c"), Rounds.order(SUBJECTS, 3));
  }

  @Test
  void everyPlaceIsHadByEveryoneAsOften() {
    Map<String, Integer> places = new HashMap<>();
    for (int round = 0; round < 6; round++) {
      List<String> order = Rounds.order(SUBJECTS, round);
      for (int place = 0; place < order.size(); place++) {
        places.merge(order.get(place) + place, 1, Integer::sum);
      }
    }
    assertEquals(9, places.size());
    places.values().forEach(count -> assertEquals(2, count));
  }
}
