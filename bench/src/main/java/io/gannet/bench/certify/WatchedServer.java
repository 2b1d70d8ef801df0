package io.gannet.bench.certify;

import io.gannet.bench.observe.AdminMetrics;
import io.gannet.bench.observe.ThreadFaults;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A server that was started to be watched: its JVM writes what it does, /proc tells its threads'
 * faults, its admin what they have allocated. It is ended here.
 */
final class WatchedServer implements AutoCloseable {
  private static final Pattern READY = Pattern.compile("ready .*:(\\d+)");
  private static final Pattern ADMIN = Pattern.compile("admin on http://127\\.0\\.0\\.1:(\\d+)");
  private static final String ALLOCATED = "gannet_receipt_allocated_bytes_total";
  private static final String OPTIONS = "GANNET_JAVA_OPTS";
  private static final String WORKER = "worker-";
  private static final String ERRORS = "stderr";
  private static final String LOG = "jvm.log";
  private static final String COMPILATIONS = "compilations.xml";
  private static final long TERM_PATIENCE_SEC = 20;
  private static final int ASKS_MAX = 30;
  private static final int COMPLAINT_CHARS = 600;

  private final Path folder;
  private final Path errors;
  private final JvmLog log;
  private final Process process;
  private final int port;

  private WatchedServer(Path folder, Path errors, JvmLog log, Process process, int port) {
    this.folder = folder;
    this.errors = errors;
    this.log = log;
    this.process = process;
    this.port = port;
  }

  /** Starts it, and returns as soon as it has said that it is ready. */
  static WatchedServer start(CertifyPlan plan) throws IOException {
    Path folder = Files.createTempDirectory("gannet-certify-");
    Path errors = folder.resolve(ERRORS);
    JvmLog log = new JvmLog(folder.resolve(LOG), folder.resolve(COMPILATIONS));
    List<String> command = new ArrayList<>(List.of(plan.launcher()));
    command.addAll(plan.words());
    command.addAll(List.of("--port", "0", "--admin-port", "0"));
    ProcessBuilder builder = new ProcessBuilder(command).redirectError(errors.toFile());
    String own = builder.environment().getOrDefault(OPTIONS, "");
    builder.environment().put(OPTIONS, (own + " " + log.flags()).strip());
    Process process = builder.start();
    BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
    String line = out.readLine(); // a launcher may have to build and train first
    Matcher ready = READY.matcher(line == null ? "" : line);
    WatchedServer server =
        new WatchedServer(
            folder, errors, log, process, ready.matches() ? Integer.parseInt(ready.group(1)) : 0);
    if (server.port == 0) {
      String complaint = server.complaint();
      server.close();
      throw new CertifyException("no server: " + complaint);
    }
    return server;
  }

  private String complaint() throws IOException {
    String text = Files.exists(errors) ? Files.readString(errors).strip() : "";
    return text.substring(Math.max(0, text.length() - COMPLAINT_CHARS));
  }

  InetSocketAddress address() {
    return new InetSocketAddress("127.0.0.1", port);
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** What the JVM has written of each kind so far. */
  Map<Disturbance, List<String>> written() throws IOException {
    return log.read(ThreadFaults.of(process.pid(), WORKER).tids());
  }

  /** How much of everything there was so far; the JVM's own first, as to ask disturbs it. */
  Sample sample() throws IOException {
    Map<Disturbance, Long> seen = new EnumMap<>(Disturbance.class);
    written().forEach((kind, lines) -> seen.put(kind, (long) lines.size()));
    ThreadFaults faults = ThreadFaults.of(process.pid(), WORKER);
    seen.put(Disturbance.MINOR_FAULTS, faults.minor());
    seen.put(Disturbance.MAJOR_FAULTS, faults.major());
    seen.put(Disturbance.ALLOCATED, allocatedBytes());
    return new Sample(seen);
  }

  private long allocatedBytes() throws IOException {
    Matcher admin = ADMIN.matcher(Files.readString(errors));
    if (!admin.find()) {
      throw new CertifyException("it does not say where its admin is: " + complaint());
    }
    InetSocketAddress address =
        new InetSocketAddress("127.0.0.1", Integer.parseInt(admin.group(1)));
    for (int ask = 0; ask < ASKS_MAX; ask++) { // on a busy host its first answer takes long
      Double told = AdminMetrics.read(address).get(ALLOCATED);
      if (told != null) {
        return told.longValue();
      }
    }
    throw new CertifyException("its admin does not tell what workers have allocated");
  }

  @Override
  public void close() throws IOException {
    process.destroy();
    try {
      if (!process.waitFor(TERM_PATIENCE_SEC, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    for (String name : List.of(ERRORS, LOG, COMPILATIONS)) {
      Files.deleteIfExists(folder.resolve(name));
    }
    Files.deleteIfExists(folder);
  }
}
