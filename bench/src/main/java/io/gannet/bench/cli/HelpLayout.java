package io.gannet.bench.cli;

import java.lang.reflect.Member;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** Help as all our commands have it: options under the {@link Heading} of their class. */
final class HelpLayout {
  private static final int WIDTH = 100;
  private static final int OPTIONS_WIDTH = 34;
  private static final String OTHERS = "Help";

  private HelpLayout() {}

  /** For a command and its subcommands. */
  static void apply(CommandLine line) {
    line.getCommandSpec()
        .usageMessage()
        .width(WIDTH)
        .longOptionsMaxWidth(OPTIONS_WIDTH)
        .sortOptions(false)
        .synopsisHeading("Usage: ")
        .abbreviateSynopsis(true);
    line.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_OPTION_LIST_HEADING, help -> "");
    line.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_OPTION_LIST, HelpLayout::options);
    // A header is the line in the list of modes; a mode's own help begins with how to call it.
    line.getHelpSectionMap().remove(UsageMessageSpec.SECTION_KEY_HEADER);
    line.getSubcommands().values().forEach(HelpLayout::apply);
  }

  private static String options(Help help) {
    Map<String, List<OptionSpec>> sections = new LinkedHashMap<>();
    for (OptionSpec option : help.commandSpec().options()) {
      if (!option.hidden()) {
        sections.computeIfAbsent(heading(option), key -> new ArrayList<>()).add(option);
      }
    }
    List<OptionSpec> last = sections.remove(OTHERS);
    if (last != null) {
      sections.put(OTHERS, last);
    }
    StringBuilder text = new StringBuilder();
    sections.forEach((heading, of) -> text.append(section(help, heading, of)));
    return text.toString();
  }

  private static String heading(OptionSpec option) {
    if (option.userObject() instanceof Member member) {
      Heading heading = member.getDeclaringClass().getAnnotation(Heading.class);
      return heading == null ? OTHERS : heading.value();
    }
    return OTHERS;
  }

  private static String section(Help help, String heading, List<OptionSpec> options) {
    List<OptionSpec> all = help.commandSpec().options(); // so that all sections have its columns
    Help.Layout layout = help.createDefaultLayout(all, List.of(), help.colorScheme());
    layout.addOptions(options, new BlankBeforeLabel());
    String title = help.colorScheme().text("%n@|bold " + heading + "|@:%n").toString();
    return String.format(title) + layout;
  }

  /** {@code --depth N}; picocli would show {@code --depth=N}, which it reads as well. */
  private static final class BlankBeforeLabel implements Help.IParamLabelRenderer {
    @Override
    public Help.Ansi.Text renderParameterLabel(
        ArgSpec arg, Help.Ansi ansi, List<Help.Ansi.IStyle> styles) {
      String label = arg.arity().max() == 0 ? "" : " " + arg.paramLabel();
      return ansi.new Text(label);
    }

    @Override
    public String separator() {
      return " ";
    }
  }
}
