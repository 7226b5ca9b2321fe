package dev.livevars.bench;

import dev.livevars.Variables;
import dev.livevars.Watch;
import dev.livevars.WatchOptions;
import dev.livevars.model.Constraints;
import dev.livevars.model.VariableChange;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * What a change costs by the size of its value, a string: the time from the call of a set over gRPC
 * until it is received over gRPC, one after the other, and the server's processor time.
 */
final class ValueGrowth {
  private static final int[] BYTES = {10, 100, 1_000, 10_000, 100_000, 1_000_000};
  private static final int DIGITS = 10;
  private static final String DIMENSION = "value bytes";
  private static final String NAME = "bench.text";

  private final Rig rig;
  private final AtomicLong received = new AtomicLong();
  private volatile Latencies latencies = new Latencies();
  private volatile long called;

  ValueGrowth(Rig rig) {
    this.rig = rig;
  }

  void measure(Consumer<List<Figure>> report) {
    try (ServerProcess node = rig.serve()) {
      Variables writer = rig.connect(node);
      Variables watcher = rig.connect(node);
      Waiting.result(writer.register(NAME, "", Constraints.ofString()));
      Watch watch = Waiting.result(watcher.watch(WatchOptions.of(NAME), this::receive));
      for (int bytes : BYTES) {
        set(writer, bytes, rig.nanos(2));
        long cpu = node.cpuNanos();
        set(writer, bytes, rig.nanos(4));
        report.accept(figures(bytes, (node.cpuNanos() - cpu) / 1e3));
      }
      Waiting.result(watch.cancel());
      Waiting.result(writer.close());
      Waiting.result(watcher.close());
    }
  }

  private List<Figure> figures(int bytes, double cpuMicros) {
    return List.of(
        Figure.by(DIMENSION, bytes, "set called → received p50", latencies.percentile(50), "µs"),
        Figure.by(
            DIMENSION,
            bytes,
            "server's processor time a change",
            cpuMicros / latencies.count(),
            "µs"));
  }

  private void set(Variables writer, int bytes, long nanos) {
    String text = "x".repeat(bytes - DIGITS);
    latencies = new Latencies();
    long end = System.nanoTime() + nanos;
    do {
      String value = text + "%010d".formatted(received.get());
      called = System.nanoTime();
      long revision = Waiting.result(writer.set(NAME, value)).variable().revision();
      Waiting.until(() -> received.get() >= revision);
    } while (System.nanoTime() < end);
  }

  private void receive(VariableChange change) {
    latencies.record(System.nanoTime() - called);
    received.set(change.revision());
  }
}
