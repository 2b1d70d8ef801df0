package io.gannet.server.cli;

import io.gannet.engine.option.Option;
import io.gannet.server.config.Given;
import io.gannet.server.config.OptionGroup;
import io.gannet.server.config.OptionTable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.ISetter;
import picocli.CommandLine.Model.OptionSpec;

/** Option rows in picocli's terms. No annotation and no reflection: the start has to be quick. */
final class Grammar {
  /** Names that are no setting, and so in no room's table. */
  static final List<String> OWN_NAMES = List.of(
          "config", "memcached-conf", "print-config", "help", "version", "license");

  private final Words words;
  private final String switchArity;

  private Grammar(Words words, String switchArity) {
    this.words = words;
    this.switchArity = switchArity;
  }

  /** For parsing into {@code words}. */
  static CommandSpec of(OptionTable table, Words words) {
    Grammar grammar = new Grammar(words, "0..1");
    CommandSpec spec = CommandSpec.create().name("gannet");
    spec.parser().overwrittenOptionsAllowed(true);
    for (Option option : table.options()) {
      grammar.settings(option).forEach(spec::addOption);
    }
    grammar.own().forEach(spec::addOption);
    return spec;
  }

  /** For help: one group per room. */
  static CommandSpec grouped(OptionTable table) {
    Grammar grammar = new Grammar(null, "0");
    CommandSpec spec = CommandSpec.create().name("gannet");
    for (OptionGroup group : table.groups()) {
      ArgGroupSpec.Builder section = ArgGroupSpec.builder().validate(false);
      section.heading("%n" + group.title() + ":%n");
      group.options().forEach(option -> grammar.settings(option).forEach(section::addArg));
      spec.addArgGroup(section.build());
    }
    ArgGroupSpec.Builder own = ArgGroupSpec.builder().validate(false).heading("%nCommand:%n");
    grammar.own().forEach(own::addArg);
    return spec.addArgGroup(own.build());
  }

  /** True if an option that is no setting is followed by the name of a file. */
  static boolean takesFile(String name) {
    return name.equals("config") || name.equals("memcached-conf");
  }

  private List<OptionSpec> own() {
    return List.of(
        value("--config")
            .paramLabel("FILE")
            .description("Reads a TOML file; flags win over it.")
            .setter(setter(file -> words.config(file)))
            .build(),
        value("--memcached-conf")
            .paramLabel("FILE")
            .description("Reads memcached's options, one a line, as in /etc/memcached.conf.")
            .setter(setter(file -> words.memcachedConf(file)))
            .build(),
        ask(Words.Ask.PRINT_CONFIG, "Prints what is in effect as such a file.", "--print-config"),
        ask(Words.Ask.HELP, "Prints this.", "-h", "--help"),
        ask(Words.Ask.VERSION, "Prints the version.", "-V", "--version"),
        ask(Words.Ask.LICENSE, "Prints the licence.", "-i", "--license"));
  }

  private OptionSpec ask(Words.Ask ask, String help, String... names) {
    return OptionSpec.builder(names)
        .type(boolean.class)
        .arity("0")
        .description(help)
        .setter(setter(yes -> words.ask(ask)))
        .build();
  }

  /** An option's name and letter; as two if they don't mean quite the same. */
  private List<OptionSpec> settings(Option option) {
    List<OptionSpec> specs = new ArrayList<>();
    String name = "--" + option.name();
    String letter = "-" + option.shortName();
    boolean one = option.shortName() != null && option.shortUnit() == 1;
    specs.add(setting(option, one ? new String[] {letter, name} : new String[] {name}));
    if (option.shortName() != null && !one) {
      specs.add(
          value(letter)
              .paramLabel("N")
              .description("The same in MiB, as memcached has it.")
              .setter(setter(text -> words.add(Given.letter(option, text))))
              .build());
    }
    return specs;
  }

  private OptionSpec setting(Option option, String... names) {
    OptionSpec.Builder spec = value(names);
    if (option.type() == Option.Type.SWITCH) {
      spec.type(boolean.class).arity(switchArity).negatable(true);
    } else {
      spec.paramLabel(option.placeholder());
    }
    return spec.description(option.help() + defaultOf(option))
        .setter(setter(text -> words.add(Given.flag(option, text))))
        .build();
  }

  private static String defaultOf(Option option) {
    String text = option.defaultText();
    if (option.type() == Option.Type.SWITCH) {
      text = text.equals("true") ? "on" : "off";
    }
    return text.isEmpty() ? "" : " [" + text + "]";
  }

  private static OptionSpec.Builder value(String... names) {
    return OptionSpec.builder(names).type(String.class).arity("1");
  }

  /** Picocli also sets null, for "not given". */
  private static ISetter setter(Consumer<String> consumer) {
    return new ISetter() {
      @Override
      public <T> T set(T value) {
        if (value != null) {
          consumer.accept(value.toString());
        }
        return null;
      }
    };
  }
}
