package io.gannet.server.tidy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Each rule finds what it is there to find, and leaves alone what only looks like it. */
class RulesTest {
  private static JavaSource source(String text) {
    return JavaSource.of("X.java", text);
  }

  private static JavaSource in(String packageName, String code) {
    return source("package " + packageName + ";\n" + code);
  }

  private static int arrows(String packageName, String used) {
    return Rules.arrows(in(packageName, "import " + used + ";\nclass X {}\n")).size();
  }

  @Test
  void aLongLineIsFoundWithItsNumber() {
    String text = "class X {}\n" + "/".repeat(101) + "\n" + "/".repeat(100) + "\n";
    assertEquals(List.of("X.java:2: more than 100 columns"), Rules.lineLength(source(text)));
  }

  @Test
  void aTabAndABlankAtTheEndAreFound() {
    assertEquals(2, Rules.blanks(source("class X {\n\tint x;\n} \n")).size());
    assertEquals(0, Rules.blanks(source("class X {\n  int x;\n}\n")).size());
  }

  @Test
  void wordsThatSayNothingAreFoundInTypeNames() {
    for (String name : List.of("RingManager", "StringUtils", "BaseStore", "StoreImpl")) {
      assertEquals(1, Rules.typeNames(source("final class " + name + " {}")).size(), name);
    }
    assertEquals(0, Rules.typeNames(source("// class RingManager\nclass Database {}")).size());
  }

  @Test
  void engineKnowsOnlyItselfAndJavaBase() {
    assertEquals(1, arrows("io.gannet.engine.bytes", "io.gannet.ffi.linux.Errno"));
    assertEquals(1, arrows("io.gannet.engine.bytes", "io.gannet.server.Server"));
    assertEquals(1, arrows("io.gannet.engine.bytes", "java.util.logging.Logger"));
    assertEquals(1, arrows("io.gannet.engine.bytes", "org.tomlj.Toml"));
    assertEquals(0, arrows("io.gannet.engine.bytes", "java.util.List"));
    assertEquals(0, arrows("io.gannet.engine.bytes", "io.gannet.engine.store.Key"));
  }

  @Test
  void namesWrittenOutCountAsImported() {
    String code = "class X { Object x = io.gannet.server.Server.start(null, null); }";
    assertEquals(1, Rules.arrows(in("io.gannet.engine.bytes", code)).size());
    String comment = "/** As {@link io.gannet.server.Server} does. */ class X {}";
    assertEquals(0, Rules.arrows(in("io.gannet.engine.bytes", comment)).size());
  }

  @Test
  void ffiKnowsNoOne() {
    assertEquals(1, arrows("io.gannet.ffi.uring", "io.gannet.engine.bytes.Window"));
    assertEquals(1, arrows("io.gannet.ffi.uring", "io.gannet.server.Server"));
    assertEquals(0, arrows("io.gannet.ffi.uring", "io.gannet.ffi.linux.Errno"));
  }

  @Test
  void kernelsInUserSpaceShareTheirSideOfTheAbiAndNothingElse() {
    assertEquals(0, arrows("io.gannet.ffi.epoll", "io.gannet.ffi.kernel.Queues"));
    assertEquals(0, arrows("io.gannet.ffi.kernel", "io.gannet.ffi.uring.IoUringCqe"));
    assertEquals(1, arrows("io.gannet.ffi.kernel", "io.gannet.ffi.simulated.Chance"));
    assertEquals(1, arrows("io.gannet.ffi.epoll", "io.gannet.ffi.simulated.Chance"));
    assertEquals(1, arrows("io.gannet.ffi.uring", "io.gannet.ffi.epoll.EpollKernel"));
    assertEquals(1, arrows("io.gannet.ffi.loop", "io.gannet.ffi.kernel.Queues"));
  }

  @Test
  void protocolsAndStoresDoNotKnowEachOther() {
    assertEquals(1, arrows("io.gannet.engine.protocol.memcache", "io.gannet.engine.store.Store"));
    assertEquals(1, arrows("io.gannet.engine.store.seg", "io.gannet.engine.protocol.Parser"));
    assertEquals(0, arrows("io.gannet.engine.process", "io.gannet.engine.store.Store"));
  }

  @Test
  void whatRequestsDoIsNotSaidInLetters() {
    String kv = "io.gannet.engine.process.kv";
    assertEquals(1, arrows(kv, "io.gannet.engine.protocol.memcache.Reply"));
    assertEquals(1, arrows(kv, "io.gannet.engine.process.memcache.Expiry"));
    assertEquals(0, arrows(kv, "io.gannet.engine.store.Store"));
    assertEquals(0, arrows(kv, "io.gannet.engine.process.Output"));
    assertEquals(0, arrows("io.gannet.engine.process.memcache", kv + ".Outcome"));
    assertEquals(1, arrows("io.gannet.engine.process.ping", "io.gannet.engine.process.memcache.X"));
    assertEquals(0, arrows("io.gannet.engine.process.shard", kv + ".Command"));
    assertEquals(1, arrows(kv, "io.gannet.engine.process.shard.Answer"));
    assertEquals(1, arrows("io.gannet.engine.process.shard", "io.gannet.engine.process.conversation.X"));
    assertEquals(1, arrows("io.gannet.engine.protocol.memcache", kv + ".Command"));
    assertEquals(1, arrows("io.gannet.engine.store.seg", kv + ".Command"));
  }

  @Test
  void storesDoNotKnowEachOther() {
    assertEquals(1, arrows("io.gannet.engine.store.seg", "io.gannet.engine.store.slab.Slab"));
    assertEquals(0, arrows("io.gannet.engine.store.seg", "io.gannet.engine.store.seg.Segment"));
    assertEquals(0, arrows("io.gannet.engine.store.seg", "io.gannet.engine.store.Key"));
  }

  @Test
  void theLogKnowsNothingOfWhatIsDone() {
    for (String other : List.of("process.kv.Outcome", "protocol.memcache.Verb", "store.Store")) {
      assertEquals(1, arrows("io.gannet.engine.klog", "io.gannet.engine." + other), other);
    }
    assertEquals(0, arrows("io.gannet.engine.klog", "io.gannet.engine.mail.MailRing"));
  }

  @Test
  void mailDoesNotKnowWhatItSays() {
    for (String other : List.of("store.Key", "process.Processor", "protocol.Parser")) {
      assertEquals(1, arrows("io.gannet.engine.mail", "io.gannet.engine." + other), other);
    }
    assertEquals(0, arrows("io.gannet.engine.mail", "io.gannet.engine.bytes.Bits"));
  }

  @Test
  void workersDoNotKnowTheControlPlane() {
    for (String from : List.of("", ".turn", ".option", ".warm")) {
      for (String room : List.of("admin.Admin", "product.Products", "cli.Main", "Server")) {
        String worker = "io.gannet.server.worker" + from;
        assertEquals(1, arrows(worker, "io.gannet.server." + room), worker + " and " + room);
      }
    }
  }

  @Test
  void theTurnKnowsNoRoomOfServerButTheValuesOfOptions() {
    String turn = "io.gannet.server.worker.turn";
    for (String name : List.of("Worker", "ConnectionsView.largest", "warm.WarmUp")) {
      assertEquals(1, arrows(turn, "io.gannet.server.worker." + name), name);
    }
    assertEquals(1, arrows(turn, "io.gannet.engine.option.Option"));
    assertEquals(0, arrows(turn, "io.gannet.server.worker.option.WorkerOptions"));
    assertEquals(0, arrows(turn, "io.gannet.engine.process.Processor"));
    assertEquals(0, arrows(turn, "io.gannet.ffi.uring.Ring"));
  }

  @Test
  void theTurnIsKnownByTheFaceOfItsWorkerAndToOthersByWhatItTells() {
    String turn = "io.gannet.server.worker.turn.";
    assertEquals(0, arrows("io.gannet.server.worker", turn + "Plant.open"));
    for (String from :
        List.of("io.gannet.server", "io.gannet.server.worker.warm", "io.gannet.bench.simulate")) {
      assertEquals(1, arrows(from, turn + "Plant.open"), from);
    }
    assertEquals(0, arrows("io.gannet.server.admin", turn + "WalkReport"));
    assertEquals(0, arrows("io.gannet.bench.simulate", turn + "WorkerMetrics"));
  }

  @Test
  void optionsOfAWorkerKnowNoRoomOfServer() {
    String option = "io.gannet.server.worker.option";
    assertEquals(1, arrows(option, "io.gannet.server.worker.turn.Life"));
    assertEquals(0, arrows(option, "io.gannet.engine.option.Option"));
    assertEquals(0, arrows("io.gannet.server.fit", option + ".WorkerOptions"));
  }

  @Test
  void theTurnKnowsNoThread() {
    for (String code :
        List.of("Thread.sleep(1);", "synchronized (this) {}", "new ReentrantLock().lock();")) {
      String body = "class X { void x() { " + code + " } }";
      assertEquals(1, Rules.threads(in("io.gannet.server.worker.turn", body)).size(), code);
      assertEquals(0, Rules.threads(in("io.gannet.server.worker", body)).size(), code);
    }
    String comment = "/** Thread: Lock. */ class X { Block block; String s = \"Thread\"; }";
    assertEquals(0, Rules.threads(in("io.gannet.server.worker.turn", comment)).size());
  }

  @Test
  void packagesThatKnowEachOtherByWayOfOthersAreFound() {
    JavaSource a = in("p.a", "import p.b.Y;\nclass X {}");
    JavaSource b = in("p.b", "class Y { Object x = p.b.c.Z.z(); }");
    JavaSource c = in("p.b.c", "import static p.a.X.x;\nclass Z {}");
    JavaSource d = in("p.d", "import p.a.X;\nimport p.d.W.V;\nclass W {}");
    assertEquals(Set.of("p.a", "p.b", "p.b.c"), new PackageGraph(List.of(a, b, c, d)).inCircles());
    assertEquals(Set.of(), new PackageGraph(List.of(a, b, d)).inCircles());
  }

  @Test
  void onlyTheCommandLineKnowsProducts() {
    assertEquals(1, arrows("io.gannet.server.listener", "io.gannet.server.product.Product"));
    assertEquals(1, arrows("io.gannet.server.admin", "io.gannet.server.product.Product"));
    for (String from : List.of("io.gannet.server", "io.gannet.server.cli")) {
      assertEquals(0, arrows(from, "io.gannet.server.product.Product"), from);
    }
  }

  @Test
  void internalsOfTheJdkAreNoOnes() {
    assertEquals(1, arrows("io.gannet.ffi.abi", "sun.misc.Unsafe"));
    assertEquals(1, arrows("io.gannet.server", "jdk.internal.misc.Unsafe"));
    assertEquals(0, arrows("io.gannet.server.admin", "com.sun.net.httpserver.HttpServer"));
  }

  @Test
  void restrictedMethodsAreFoundOutsideFfi() {
    for (String call :
        List.of("m.reinterpret(8)", "l.downcallHandle(f)", "System.load(x)", "l\n.upcallStub(a)")) {
      String code = "class X { void x() { " + call + "; } }";
      assertEquals(1, Rules.nativeAccess(in("io.gannet.engine.bytes", code)).size(), call);
      assertEquals(0, Rules.nativeAccess(in("io.gannet.ffi.abi", code)).size(), call);
    }
    String comment = "class X { /* m.reinterpret(8) */ String s = \"System.load(x)\"; }";
    assertEquals(0, Rules.nativeAccess(in("io.gannet.engine.bytes", comment)).size());
  }

  @Test
  void aLongFileIsFoundUnlessAllowed() {
    JavaSource source = source("//\n".repeat(501));
    assertEquals(1, Rules.size(source, Set.of()).size());
    assertEquals(0, Rules.size(source, Set.of("X.java")).size());
    assertEquals(0, Rules.size(source("//\n".repeat(500)), Set.of()).size());
  }

  @Test
  void aLongMethodIsFoundUnlessAllowed() {
    String head = "class X {\n  int[] a = {1, 2};\n  @A(b = {\"}\"}) void m(int x) throws E {\n";
    JavaSource source = source(head + "    { ; }\n".repeat(69) + "  }\n}\n");
    List<String> offences = Rules.size(source, Set.of());
    assertEquals(List.of("X.java#m: 71 lines, from line 3"), offences);
    assertEquals(0, Rules.size(source, Set.of("X.java#m")).size());
    JavaSource shorter = source(head + "    { ; }\n".repeat(68) + "  }\n}\n");
    assertEquals(0, Rules.size(shorter, Set.of()).size());
  }
}
