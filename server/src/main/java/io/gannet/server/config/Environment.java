package io.gannet.server.config;

import io.gannet.engine.option.Option;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Reads what variables of the environment set: {@code GANNET_MAX_CONNECTIONS=2000}. */
public final class Environment {
  /** Those that are for the launcher. */
  private static final Set<String> NO_OPTIONS =
      Set.of("aot", "debug", "java-opts", "bench-java-opts");

  /** What Kubernetes sets for a service that is called gannet: GANNET_PORT=tcp://10.0.0.7:11211. */
  private static final Pattern LINK = Pattern.compile("(?:tcp|udp|sctp)://.*");

  private Environment() {}

  /**
   * The values that it gives.
   *
   * @param others names of options that are no one's here, but of other products
   * @throws ConfigurationException if a name is nearly, but not quite that of an option
   */
  public static List<Given> read(
      Map<String, String> variables, OptionTable table, Collection<String> others) {
    List<Given> given = new ArrayList<>();
    new TreeMap<>(variables)
        .forEach(
            (variable, text) -> {
              if (variable.startsWith(Option.VARIABLE_PREFIX) && !LINK.matcher(text).matches()) {
                String name = name(variable);
                Option option = table.option(name);
                if (option != null) {
                  given.add(Given.variable(option, text));
                } else if (!NO_OPTIONS.contains(name) && !others.contains(name)) {
                  refuseMistake(variable, name, table);
                }
              }
            });
    return given;
  }

  private static String name(String variable) {
    return variable
        .substring(Option.VARIABLE_PREFIX.length())
        .toLowerCase(Locale.ROOT)
        .replace('_', '-');
  }

  /** What is far from any name may be anybody's. */
  private static void refuseMistake(String variable, String name, OptionTable table) {
    NearestName.of(name, table.names())
        .ifPresent(
            near -> {
              throw new ConfigurationException(
                  variable + " sets no option; did you mean "
                      + table.option(near).variable() + "?");
            });
  }
}
