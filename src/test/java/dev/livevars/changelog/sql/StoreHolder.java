package dev.livevars.changelog.sql;

import dev.livevars.Await;
import dev.livevars.Changes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A process that holds a store, in which it has appended one change set, until it is killed. */
final class StoreHolder implements AutoCloseable {
  private final Process process;

  private StoreHolder(Process process) {
    this.process = process;
  }

  static StoreHolder start(Path file) throws IOException {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            StoreHolder.class.getName(),
            "sqlite:" + file);
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String line = process.inputReader(StandardCharsets.UTF_8).readLine();
    if (!"held".equals(line)) {
      throw new AssertionError("the process said " + line);
    }
    return new StoreHolder(process);
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Kills it without a warning. */
  @Override
  public void close() {
    process.destroyForcibly();
    try {
      boolean unused = process.waitFor(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Holds the store that the argument names. */
  public static void main(String[] arguments) throws IOException {
    SqlChangelog changelog = SqlChangelog.open(SqlSettings.of(arguments[0]));
    Await.result(changelog.recover());
    Await.result(changelog.create(GroupCommitTest.head("default")));
    Await.result(changelog.append(Changes.set(1, "x")));
    System.out.println("held");
    int unused = System.in.read();
  }
}
