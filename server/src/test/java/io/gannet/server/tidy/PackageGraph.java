package io.gannet.server.tidy;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Which package knows which, by the names that their sources use. */
final class PackageGraph {
  private final Map<String, Set<String>> known = new TreeMap<>();

  PackageGraph(Collection<JavaSource> sources) {
    sources.forEach(source -> known.putIfAbsent(source.packageName(), new TreeSet<>()));
    for (JavaSource source : sources) {
      for (String name : source.names()) {
        String used = packageOf(name);
        if (!used.isEmpty() && !used.equals(source.packageName())) {
          known.get(source.packageName()).add(used);
        }
      }
    }
  }

  /** The innermost of the packages that a name is in, or "". */
  private String packageOf(String name) {
    String outer = name;
    while (!known.containsKey(outer)) {
      int dot = outer.lastIndexOf('.');
      if (dot < 0) {
        return "";
      }
      outer = outer.substring(0, dot);
    }
    return outer;
  }

  /** The packages that know themselves by way of others. */
  Set<String> inCircles() {
    Set<String> found = new TreeSet<>();
    for (String start : known.keySet()) {
      if (reachable(start).contains(start)) {
        found.add(start);
      }
    }
    return found;
  }

  private Set<String> reachable(String start) {
    Set<String> seen = new TreeSet<>();
    Deque<String> open = new ArrayDeque<>(known.get(start));
    while (!open.isEmpty()) {
      String next = open.pop();
      if (seen.add(next)) {
        open.addAll(known.get(next));
      }
    }
    return seen;
  }
}
