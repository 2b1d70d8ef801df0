package io.gannet.server.cli;

import io.gannet.engine.option.Option;
import io.gannet.server.config.Given;
import io.gannet.server.config.OptionTable;
import java.util.List;
import java.util.Map;

/** What memcached reads of the environment: where the users of SASL are, if SASL is wanted. */
final class MemcachedVariables {
  private static final String USERS = "MEMCACHED_SASL_PWDB";

  private MemcachedVariables() {}

  /** The values that they give, for what was given elsewhere. */
  static List<Given> read(Map<String, String> variables, OptionTable table, List<Given> given) {
    Option users = table.option("auth-file");
    String file = variables.get(USERS);
    boolean wanted =
        given.stream().anyMatch(one -> one.option().name().equals("sasl") && isOn(one));
    return users != null && file != null && wanted
        ? List.of(Given.variable(users, file, USERS))
        : List.of();
  }

  private static boolean isOn(Given sasl) {
    return sasl.text().equals("true");
  }
}
