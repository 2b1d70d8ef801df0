package io.gannet.ffi.abi;

import java.io.IOException;
import java.lang.annotation.Annotation;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Finds the classes of this module that mirror something of C. */
final class Mirrors {
  private Mirrors() {}

  static List<Class<?>> annotatedWith(Class<? extends Annotation> annotation) {
    try {
      Path root = Path.of(Libc.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      try (Stream<Path> files = Files.walk(root)) {
        return files
            .map(file -> root.relativize(file).toString())
            .filter(name -> name.endsWith(".class") && !name.equals("module-info.class"))
            .sorted()
            .<Class<?>>map(Mirrors::load)
            .filter(type -> type.isAnnotationPresent(annotation))
            .toList();
      }
    } catch (IOException | URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  private static Class<?> load(String file) {
    String name = file.substring(0, file.length() - ".class".length()).replace('/', '.');
    try {
      return Class.forName(name, false, Libc.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new AssertionError(e);
    }
  }
}
