package io.gannet.server.tidy;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which room may know which: the arrows of the design, each in one line. */
final class Rooms {
  private static final String FFI = "io.gannet.ffi";
  private static final String KERNEL = FFI + ".kernel";
  private static final List<String> KERNELS = List.of(FFI + ".epoll", FFI + ".simulated");
  private static final String ENGINE = "io.gannet.engine";
  private static final String STORE = "io.gannet.engine.store";
  private static final String PROTOCOL = "io.gannet.engine.protocol";
  private static final String PROCESS = "io.gannet.engine.process";

  /** The rooms of it that know no protocol; each may know those before it. */
  private static final List<String> LETTERLESS =
      List.of(PROCESS + ".kv", PROCESS + ".shard", PROCESS + ".conversation");

  private static final String MAIL = "io.gannet.engine.mail";
  private static final List<String> MAIL_MAY =
      List.of(MAIL, ENGINE + ".bytes", ENGINE + ".metrics", ENGINE + ".option");
  private static final String KLOG = "io.gannet.engine.klog";
  private static final List<String> KLOG_MAY =
      List.of(KLOG, MAIL, ENGINE + ".bytes", ENGINE + ".metrics");
  private static final String SERVER = "io.gannet.server";
  private static final String PRODUCT = "io.gannet.server.product";
  private static final String WORKER = "io.gannet.server.worker";
  private static final String TURN = WORKER + ".turn";
  private static final String OPTION = WORKER + ".option";

  /** The rooms of a worker, and which rooms of server each may know. */
  private static final Map<String, List<String>> OF_WORKER =
      Map.of(
          TURN, List.of(OPTION),
          OPTION, List.of(),
          WORKER, List.of(TURN, OPTION),
          WORKER + ".warm", List.of(WORKER, OPTION));

  /** What the turn tells everybody; the rest of it is for the worker's face. */
  private static final Set<String> TOLD_BY_TURN = Set.of("Life", "WalkReport", "WorkerMetrics");

  private static final List<String> PRODUCT_USERS = List.of(SERVER + ".cli", PRODUCT);

  /** The packages of java.base that an engine has a use for. */
  private static final Pattern JAVA_BASE =
      Pattern.compile(
          "java\\.(?!sql|rmi|beans|awt|net\\.http\\b|util\\.(?:logging|prefs)\\b).*");

  private static final Pattern SOME_STORE =
      Pattern.compile("io\\.gannet\\.engine\\.store\\.([a-z]\\w*).*");

  private static final Pattern SOME_PROCESSOR =
      Pattern.compile("io\\.gannet\\.engine\\.process\\.([a-z]\\w*).*");

  private Rooms() {}

  /** Why a file of package {@code from} must not use {@code name}, or null if it may. */
  static String whyForbidden(String from, String name) {
    if (name.matches("(?:sun|jdk\\.internal)\\..*")) {
      return "no internals of the JDK";
    }
    if (!isQualified(name)) {
      return null;
    }
    String why = isIn(from, ENGINE) ? ofEngine(from, name) : null;
    if (isIn(from, FFI)) {
      why = ofFfi(from, name);
    }
    if (isIn(from, WORKER)) {
      return ofWorker(from, name);
    }
    boolean isModule = from.isEmpty(); // which exports rooms, and uses none
    if (isIn(name, TURN) && !isModule && !TOLD_BY_TURN.contains(typeOf(name))) {
      return "the turn is known by what it tells";
    }
    return isIn(from, SERVER) ? ofServer(from, name) : why;
  }

  /** A name that begins with a package of someone, and not with a variable. */
  private static boolean isQualified(String name) {
    return name.matches("(?:java|javax|com|org|io|net|info|picocli)\\.[a-z]\\w*\\..*");
  }

  private static String ofFfi(String from, String name) {
    if (isIn(name, "io.gannet") && !isIn(name, FFI)) {
      return "ffi knows no one";
    }
    for (String kernel : KERNELS) {
      if (isIn(name, kernel) && !isIn(from, kernel)) {
        return "a kernel in user space is known to none of ffi";
      }
    }
    boolean mayCarryOut = KERNEL.equals(from) || KERNELS.stream().anyMatch(k -> isIn(from, k));
    return isIn(name, KERNEL) && !mayCarryOut ? "the kernel's side is for kernels" : null;
  }

  private static String ofEngine(String from, String name) {
    if (!isIn(name, ENGINE) && !JAVA_BASE.matcher(name).matches()) {
      return "engine uses java.base and itself";
    }
    if (isIn(from, PROTOCOL) && isIn(name, STORE)) {
      return "a protocol knows no store";
    }
    if (isIn(from, STORE) && isIn(name, PROTOCOL)) {
      return "a store knows no protocol";
    }
    if ((isIn(from, PROTOCOL) || isIn(from, STORE)) && isIn(name, PROCESS)) {
      return "protocols and stores do not know who joins them";
    }
    int here = letterless(from);
    int there = letterless(name);
    if (here >= 0 && isIn(name, PROTOCOL)) {
      return "what requests do is not said in letters";
    }
    if (here >= 0 && there > here) {
      return "commands know no shards, and shards no conversations";
    }
    if (differ(SOME_PROCESSOR, from, name) && there < 0) {
      return "a processor knows no other processor";
    }
    if (isIn(from, MAIL) && isIn(name, ENGINE) && MAIL_MAY.stream().noneMatch(m -> isIn(name, m))) {
      return "mail does not know what it says";
    }
    if (isIn(from, KLOG) && isIn(name, ENGINE) && KLOG_MAY.stream().noneMatch(m -> isIn(name, m))) {
      return "the log knows no protocol, and nothing of what is done";
    }
    return differ(SOME_STORE, from, name) ? "a store knows no other store" : null;
  }

  private static int letterless(String name) {
    for (int i = 0; i < LETTERLESS.size(); i++) {
      if (isIn(name, LETTERLESS.get(i))) {
        return i;
      }
    }
    return -1;
  }

  /** True if both are in rooms of a kind, and not in the same one. */
  private static boolean differ(Pattern kind, String from, String name) {
    Matcher here = kind.matcher(from);
    Matcher there = kind.matcher(name);
    return here.matches() && there.matches() && !here.group(1).equals(there.group(1));
  }

  private static String ofWorker(String from, String name) {
    if (isTurn(from) && isIn(name, ENGINE + ".option")) {
      return "the turn knows no option table";
    }
    List<String> rooms = OF_WORKER.getOrDefault(from, List.of());
    String room = packageOf(name);
    boolean may = !isIn(room, SERVER) || room.equals(from) || rooms.contains(room);
    return may ? null : from + " knows of server only " + rooms;
  }

  /** The words of a name before the first that is a type. */
  private static String packageOf(String name) {
    return name.replaceFirst("\\.[A-Z].*", "");
  }

  /** The first word of a name that is a type, or "". */
  private static String typeOf(String name) {
    return name.replaceFirst("^[a-z.\\d_]*", "").replaceFirst("\\..*", "");
  }

  private static String ofServer(String from, String name) {
    boolean knowsProducts =
        from.equals(SERVER) || PRODUCT_USERS.stream().anyMatch(user -> isIn(from, user));
    return isIn(name, PRODUCT) && !knowsProducts ? "only the command line knows products" : null;
  }

  /** True of the room that turns CQEs into SQEs. */
  static boolean isTurn(String packageName) {
    return isIn(packageName, TURN);
  }

  /** True if a name is that of a package, or of something in it. */
  static boolean isIn(String name, String packageName) {
    return name.equals(packageName) || name.startsWith(packageName + ".");
  }
}
