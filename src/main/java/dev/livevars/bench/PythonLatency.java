package dev.livevars.bench;

import dev.livevars.Variables;
import dev.livevars.model.Constraints;
import io.vertx.core.Context;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * How long a change takes from the call of a set over gRPC here until a watcher of the Python
 * client has it, in a process of its own. Both read the machine's monotonic clock. Where there is
 * no Python with the client, the figures are no numbers.
 */
final class PythonLatency {
  private static final String NAME = "bench.python";
  private static final int RATE = 1_000;
  private static final Target P50 = Target.atMost(2, 450);
  private static final String WHAT =
      "remote, memory, 1,000 sets/s, set called → received in Python";

  private final Rig rig;
  private final long warmUp;
  private final long nanos;

  /**
   * A measurement.
   *
   * @param warmUp how long to set before, in nanoseconds
   * @param nanos how long
   */
  PythonLatency(Rig rig, long warmUp, long nanos) {
    this.rig = rig;
    this.warmUp = warmUp;
    this.nanos = nanos;
  }

  List<Figure> measure(ServerProcess node) {
    Variables writer = rig.connect(node);
    Waiting.result(writer.register(NAME, 0, Constraints.ofInteger()));
    try {
      Process python = start(node);
      try (BufferedReader lines = python.inputReader(StandardCharsets.UTF_8)) {
        return measure(writer, lines);
      } finally {
        python.destroy();
        Waiting.result(writer.close());
      }
    } catch (IOException e) {
      return notMeasured();
    }
  }

  private Process start(ServerProcess node) throws IOException {
    Path script = rig.folder().resolve("watching.py");
    try (InputStream resource = PythonLatency.class.getResourceAsStream("/bench/watching.py")) {
      Files.copy(Objects.requireNonNull(resource), script);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new ProcessBuilder(rig.python(), script.toString(), "127.0.0.1:" + node.grpcPort(), NAME)
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private List<Figure> measure(Variables writer, BufferedReader lines) throws IOException {
    if (lines.readLine() == null) {
      return notMeasured();
    }
    Context context = rig.client().getOrCreateContext();
    long before = warmUp * RATE / 1_000_000_000;
    long sets = before + nanos * RATE / 1_000_000_000;
    Pace.keep(
        RATE,
        sets,
        i -> {
          long called = System.nanoTime();
          context.runOnContext(ignored -> writer.set(NAME, called));
        });
    context.runOnContext(ignored -> writer.set(NAME, -1));
    Latencies latencies = new Latencies();
    lines.lines().skip(before).forEach(line -> latencies.record(Long.parseLong(line)));
    if (latencies.count() != sets - before) {
      throw new IllegalStateException("the Python watcher did not receive every change");
    }
    return latencies.figures(WHAT, P50, null);
  }

  private static List<Figure> notMeasured() {
    return List.of(new Figure(WHAT + " p50", Double.NaN, "µs", P50));
  }
}
