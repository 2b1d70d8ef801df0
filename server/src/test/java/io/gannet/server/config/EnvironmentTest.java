package io.gannet.server.config;

import static io.gannet.server.config.Rows.TABLE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EnvironmentTest {
  private static List<Given> read(String variable, String text) {
    return Environment.read(Map.of(variable, text), TABLE, Set.of("slot-size"));
  }

  @Test
  void anOptionsNameIsThatOfItsVariable() {
    Configuration read = new Configuration(TABLE, read("GANNET_WARM_UP", "false"));
    assertEquals(Origin.ENVIRONMENT, read.setting(Rows.WARM_UP).origin());
    assertEquals(0, read.number(Rows.WARM_UP));
    Configuration sized = new Configuration(TABLE, read("GANNET_MEMORY", "1GiB"));
    assertEquals(1L << 30, sized.number(Rows.MEMORY));
  }

  @Test
  void aMessageNamesTheVariable() {
    String message =
        assertThrows(
                ConfigurationException.class,
                () -> new Configuration(TABLE, read("GANNET_WORKERS", "65")))
            .getMessage();
    assertEquals(
        "GANNET_WORKERS: '65' is not allowed; it takes a whole number from 1 to 64", message);
  }

  @Test
  void whatIsNearlyANameIsAMistake() {
    String message =
        assertThrows(ConfigurationException.class, () -> read("GANNET_WORKER", "2")).getMessage();
    assertEquals("GANNET_WORKER sets no option; did you mean GANNET_WORKERS?", message);
  }

  /** The launcher's, another product's, Kubernetes' for a service of that name, anybody's. */
  @ParameterizedTest
  @CsvSource({
    "GANNET_JAVA_OPTS,-ea", "GANNET_SLOT_SIZE,64", "GANNET_HOST,tcp://10.0.0.7:11211",
    "GANNET_SERVICE_HOST,10.0.0.7", "GANNET_PORT_11211_TCP_ADDR,10.0.0.7", "WORKERS,7",
    "gannet_workers,7"
  })
  void whatIsNotForUsIsLeft(String variable, String text) {
    assertEquals(List.of(), read(variable, text));
  }
}
