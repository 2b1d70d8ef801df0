package io.gannet.server.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NearestNameTest {
  private static final List<String> NAMES =
      List.of("port", "host", "workers", "max-connections", "memory", "idle-timeout");

  @Test
  void slipsOfTheFingersAreGuessed() {
    assertEquals(Optional.of("port"), NearestName.of("prot", NAMES));
    assertEquals(Optional.of("workers"), NearestName.of("worker", NAMES));
    assertEquals(Optional.of("max-connections"), NearestName.of("max_connections", NAMES));
    assertEquals(Optional.of("max-connections"), NearestName.of("maxconnection", NAMES));
    assertEquals(Optional.of("idle-timeout"), NearestName.of("idle", NAMES));
  }

  @Test
  void whatIsFarFromEveryNameIsNotGuessed() {
    assertEquals(Optional.empty(), NearestName.of("frobnicate", NAMES));
    assertEquals(Optional.empty(), NearestName.of("x", NAMES));
    assertEquals(Optional.empty(), NearestName.of("", NAMES));
  }

  @Test
  void aSwapOfNeighboursIsOneStep() {
    assertEquals(0, NearestName.distance("port", "port"));
    assertEquals(1, NearestName.distance("prot", "port"));
    assertEquals(4, NearestName.distance("", "port"));
    assertEquals(3, NearestName.distance("kitten", "sitting"));
  }
}
