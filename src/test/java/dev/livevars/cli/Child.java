package dev.livevars.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The built classes as a process of their own. */
public final class Child implements AutoCloseable {
  private static final int PIPE_BYTES = 64 << 10;

  private final Process process;
  private final Path stderr;
  private final BufferedReader stdout;

  private Child(Process process, Path stderr) {
    this.process = process;
    this.stderr = stderr;
    this.stdout = process.inputReader(StandardCharsets.UTF_8);
  }

  /** Starts one in a folder, where it looks for its configuration. */
  public static Child start(Path folder, String... arguments) throws IOException {
    return start(folder, List.of(), arguments);
  }

  /** The same behind a command that executes it. */
  public static Child start(Path folder, List<String> prefix, String... arguments)
      throws IOException {
    // Not a pipe: one that nobody reads is full some day, and then holds up who writes.
    Path stderr = Files.createTempFile("livevars-child", ".log");
    stderr.toFile().deleteOnExit();
    return new Child(
        new ProcessBuilder(command(prefix, List.of(), arguments))
            .directory(folder.toFile())
            .redirectError(stderr.toFile())
            .start(),
        stderr);
  }

  /** Starts one whose standard error is a pipe that is full already and that nobody reads. */
  static Child startUnread(Path folder, String... arguments) throws IOException {
    String full = "head -c %d /dev/zero >&2; exec \"$@\"".formatted(PIPE_BYTES);
    List<String> command =
        command(List.of("bash", "-c", full, "bash"), List.of("-Dlivevars.log=trace"), arguments);
    return new Child(new ProcessBuilder(command).directory(folder.toFile()).start(), folder);
  }

  private static List<String> command(
      List<String> prefix, List<String> options, String... arguments) {
    List<String> command = new ArrayList<>(prefix);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")); // starts fast
    command.add("-Dlogback.configurationFile=logback.xml"); // not the one of the tests
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), "dev.livevars.Main"));
    command.addAll(List.of(arguments));
    return command;
  }

  /** The next line of its standard output; empty when it has ended. */
  public String line() throws IOException {
    String line = stdout.readLine();
    return line == null ? "" : line;
  }

  /** What it says on standard error until it ends. */
  public String errors() throws IOException {
    process.onExit().join();
    return Files.readString(stderr);
  }

  /** Freezes it: its connections stay, but it says and hears nothing. */
  public void freeze() {
    signal("STOP");
  }

  /** The opposite of {@link #freeze}. */
  public void thaw() {
    signal("CONT");
  }

  private void signal(String name) {
    try {
      new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().onExit().join();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends SIGTERM, and unlike {@link Process#destroy} leaves the streams open. */
  public void terminate() {
    process.toHandle().destroy();
  }

  public int exitCode() throws InterruptedException {
    if (!process.waitFor(30, TimeUnit.SECONDS)) {
      throw new AssertionError("still running after 30 s");
    }
    return process.exitValue();
  }

  /** Kills it with -9; returns when it is gone. */
  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
