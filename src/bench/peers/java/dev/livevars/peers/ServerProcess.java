package dev.livevars.peers;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A server that runs until this is closed, or until this program ends. */
final class ServerProcess implements AutoCloseable {
  private static final long NANOS_A_TICK = TimeUnit.SECONDS.toNanos(1) / 100;

  private final ServerPlan plan;
  private final Path log;
  private final Process process;
  private final Thread hook;

  /** Starts a server and waits until it listens. */
  ServerProcess(ServerPlan plan, Path data) throws IOException {
    this.plan = plan;
    this.log = data.resolve("log");
    this.process =
        new ProcessBuilder(plan.command())
            .directory(data.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    this.hook = new Thread(process::destroyForcibly);
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      Waiting.until("the server listens", this::listens);
    } catch (RuntimeException e) {
      close();
      throw new IOException(e.getMessage() + ": " + lastOfLog(), e);
    }
  }

  int port() {
    return plan.port();
  }

  long pid() {
    return process.pid();
  }

  /** What it used of the processors so far, to 10 ms. */
  long cpuNanos() throws IOException {
    String stat = Files.readString(Path.of("/proc", String.valueOf(pid()), "stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) * NANOS_A_TICK;
  }

  /** How much of the memory it uses, in bytes. */
  long residentBytes() throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc", String.valueOf(pid()), "status"))) {
      if (line.startsWith("VmRSS:")) {
        return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
      }
    }
    throw new IOException("no VmRSS of " + pid());
  }

  @Override
  public void close() throws IOException {
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
    } catch (IllegalStateException e) {
      process.destroyForcibly(); // this program is ending
    }
  }

  private boolean listens() {
    if (!process.isAlive()) {
      throw new IllegalStateException("the server ended with " + process.exitValue());
    }
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress("127.0.0.1", plan.port()), 1_000);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private String lastOfLog() throws IOException {
    List<String> lines = Files.readAllLines(log);
    return String.join(" | ", lines.subList(Math.max(0, lines.size() - 3), lines.size()));
  }
}
