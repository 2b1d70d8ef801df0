package io.gannet.server.tidy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gannet.server.Server;
import io.gannet.server.config.OptionGroup;
import io.gannet.server.product.Product;
import io.gannet.server.product.Products;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Walks the main sources of every module and holds them against the house's rules. */
class TidyTest {
  private static final List<String> MODULES = List.of("ffi", "engine", "server", "bench");

  /** Files, as their path, and methods, as path#name, that are honest at their size. */
  private static final Set<String> ALLOWED_SIZES = Set.of();

  /** Who starts the parts of the control plane, and those that know it: still a tangle. */
  private static final Set<String> TANGLED =
      Set.of(
          "io.gannet.server",
          "io.gannet.server.admin",
          "io.gannet.server.fit",
          "io.gannet.server.listener",
          "io.gannet.server.product");

  private final Path root = root();
  private final List<JavaSource> sources = sources();

  @Test
  void theSourcesAreFound() {
    assertTrue(sources.size() > 50, "found " + sources.size() + " below " + root);
  }

  @Test
  void everyPackageSaysWhatItIsFor() {
    List<String> packages = sources.stream().map(s -> folder(s.path())).distinct().toList();
    List<String> silent = new ArrayList<>();
    for (String folder : packages) {
      boolean isModuleRoot = folder.endsWith("/java");
      if (!isModuleRoot && !Files.exists(root.resolve(folder).resolve("package-info.java"))) {
        silent.add(folder + " has no package-info.java");
      }
    }
    assertNone(silent);
  }

  @Test
  void linesAreAtMost100Columns() {
    assertNone(Rules::lineLength);
  }

  @Test
  void noTabsAndNoBlanksAtLineEnds() {
    assertNone(Rules::blanks);
  }

  @Test
  void typesAreNamedForWhatTheyAre() {
    assertNone(Rules::typeNames);
  }

  @Test
  void roomsKnowOnlyWhomTheyMay() {
    assertNone(Rules::arrows);
  }

  @Test
  void noPackagesKnowEachOtherInACircle() {
    assertEquals(new TreeSet<>(TANGLED), new PackageGraph(sources).inCircles());
  }

  @Test
  void theTurnKnowsNoThread() {
    assertNone(Rules::threads);
  }

  @Test
  void onlyFfiHasNativeAccess() {
    assertNone(Rules::nativeAccess);
  }

  @Test
  void filesAndMethodsAreShort() {
    assertNone(source -> Rules.size(source, ALLOWED_SIZES));
  }

  @Test
  void theReadmeNamesEveryProduct() throws IOException {
    String readme = Files.readString(root.resolve("README.md"));
    assertNone(
        Products.ALL.stream()
            .map(Product::name)
            .filter(name -> !readme.contains("| `" + name + "`"))
            .toList());
  }

  @Test
  void theReadmeNamesEveryOption() throws IOException {
    String readme = Files.readString(root.resolve("README.md"));
    Stream<OptionGroup> groups =
        Stream.concat(
            Products.ALL.stream().flatMap(product -> product.options().stream()),
            Server.OPTIONS.stream());
    assertNone(
        groups
            .flatMap(group -> group.options().stream())
            .map(option -> "`--" + option.name())
            .distinct()
            .filter(name -> !readme.contains(name + "`") && !readme.contains(name + " "))
            .toList());
  }

  @Test
  void theReadmeIndexesEveryDecision() throws IOException {
    String readme = Files.readString(root.resolve("README.md"));
    List<String> missing = new ArrayList<>();
    for (String module : MODULES) {
      try (Stream<Path> pages = Files.list(root.resolve(module).resolve("docs"))) {
        pages.map(page -> module + "/docs/" + page.getFileName())
            .filter(page -> !readme.contains("](" + page + "): "))
            .forEach(missing::add);
      }
    }
    assertNone(missing);
  }

  private void assertNone(Function<JavaSource, List<String>> rule) {
    assertNone(sources.stream().flatMap(source -> rule.apply(source).stream()).toList());
  }

  private static void assertNone(List<String> offences) {
    assertEquals("", String.join("\n", offences));
  }

  private static String folder(String path) {
    return path.substring(0, path.lastIndexOf('/'));
  }

  private List<JavaSource> sources() {
    List<JavaSource> found = new ArrayList<>();
    for (String module : MODULES) {
      Path main = root.resolve(module).resolve("src/main/java");
      if (Files.isDirectory(main)) {
        try (Stream<Path> files = Files.walk(main)) {
          files.filter(f -> f.toString().endsWith(".java")).sorted().map(this::read)
              .forEach(found::add);
        } catch (IOException e) {
          throw new AssertionError(e);
        }
      }
    }
    return found;
  }

  private JavaSource read(Path file) {
    try {
      return JavaSource.of(root.relativize(file).toString(), Files.readString(file));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** The folder that holds all modules, above the one that the test runs in. */
  private static Path root() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.isDirectory(folder.resolve("engine/src"))) {
      folder = folder.getParent();
    }
    return folder;
  }
}
