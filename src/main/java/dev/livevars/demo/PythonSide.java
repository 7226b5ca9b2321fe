package dev.livevars.demo;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.TimeUnit;

/** The Python process and its reports. Its own thread reads them; safe for any other. */
final class PythonSide implements AutoCloseable {
  private static final int NO_PACKAGE = 3;

  private final Promise<Void> live = Promise.promise();
  private final Promise<PythonReport> summary = Promise.promise();
  private final Process process;
  private final Path script;
  private final String python;
  private volatile PythonReport latest = PythonReport.NONE;

  private PythonSide(String python, Path script, Process process) {
    this.python = python;
    this.script = script;
    this.process = process;
  }

  /** Starts it for the node at this address; throws DemoException when there is no such Python. */
  static PythonSide start(String python, String target) {
    try (InputStream resource = PythonSide.class.getResourceAsStream("/demo/heating.py")) {
      if (resource == null) {
        throw new IllegalStateException("heating.py is not packaged");
      }
      Path script = Files.createTempFile("livevars-heating", ".py");
      Files.copy(resource, script, StandardCopyOption.REPLACE_EXISTING);
      Process process =
          new ProcessBuilder(python, "-u", script.toString(), target)
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      PythonSide side = new PythonSide(python, script, process);
      Thread reader = new Thread(side::read, "python-reports");
      reader.setDaemon(true);
      reader.start();
      return side;
    } catch (IOException e) {
      throw new DemoException(
          "cannot run '%s' (%s): name a Python 3.10 or newer with --python"
              .formatted(python, e.getMessage()));
    }
  }

  /** Completed when its watch is live; fails when it ends before. */
  Future<Void> live() {
    return live.future();
  }

  /** Completed with its last report; fails when it ends without one. */
  Future<PythonReport> summary() {
    return summary.future();
  }

  /** What it said last. */
  PythonReport latest() {
    return latest;
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(2, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
      Files.deleteIfExists(script);
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      script.toFile().deleteOnExit();
    }
  }

  private void read() {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      lines.lines().forEach(line -> take(PythonReport.parse(line)));
      fail("ended with exit code " + process.waitFor());
    } catch (RuntimeException | IOException e) {
      fail("said what the demo does not understand: " + e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void take(PythonReport report) {
    latest = report;
    if (report.event().equals("live")) {
      live.tryComplete();
    } else if (report.event().equals("summary")) {
      summary.tryComplete(report);
    }
  }

  private void fail(String why) {
    DemoException failure =
        !process.isAlive() && process.exitValue() == NO_PACKAGE
            ? new DemoException(
                ("%s has no package livevars: run ./mvnw -q -DskipTests package, which makes"
                        + " target/venv with it, or %s -m pip install ./python-client")
                    .formatted(python, python))
            : new DemoException("the Python side " + why);
    live.tryFail(failure);
    summary.tryFail(failure);
  }
}
