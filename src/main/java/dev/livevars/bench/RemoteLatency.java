package dev.livevars.bench;

import dev.livevars.Variables;
import dev.livevars.Watch;
import dev.livevars.WatchOptions;
import dev.livevars.model.Constraints;
import dev.livevars.model.Value;
import dev.livevars.model.VariableChange;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;

/**
 * How long a change takes from the call of a set over gRPC until a watcher's handler over gRPC has
 * it, and from the answer of the set until then, which is nothing when the answer comes later. The
 * rate is kept whatever comes back, so that queueing is not hidden. The clock is one process's.
 */
final class RemoteLatency {
  private final String name;
  private final int rate;
  private final int warmUp;
  private final int sets;
  private final AtomicLongArray called;
  private final AtomicLongArray answered;
  private final AtomicLongArray received;
  private final AtomicInteger settled = new AtomicInteger();

  /**
   * A measurement.
   *
   * @param name of the figures
   * @param rate sets a second
   * @param warmUp how long to set before, in nanoseconds
   * @param nanos how long
   */
  RemoteLatency(String name, int rate, long warmUp, long nanos) {
    this.name = name;
    this.rate = rate;
    this.warmUp = (int) (rate * warmUp / 1_000_000_000);
    this.sets = this.warmUp + (int) Math.max(1, rate * nanos / 1_000_000_000);
    this.called = new AtomicLongArray(sets + 1);
    this.answered = new AtomicLongArray(sets + 1);
    this.received = new AtomicLongArray(sets + 1);
  }

  /** Sets a variable through one client and watches it through another. */
  List<Figure> measure(
      Vertx vertx,
      Variables writer,
      Variables watcher,
      String variable,
      @Nullable Target p50,
      @Nullable Target p99) {
    Waiting.result(writer.register(variable, 0, Constraints.ofInteger()));
    Watch watch =
        Waiting.result(
            watcher.watch(WatchOptions.of(variable).bufferCapacity(1_000_000), this::receive));
    Context writing = vertx.getOrCreateContext();
    Pace.keep(
        rate,
        sets,
        i -> {
          called.set((int) i, System.nanoTime());
          writing.runOnContext(
              ignored ->
                  writer
                      .set(variable, i)
                      .onSuccess(
                          done -> {
                            answered.set((int) i, System.nanoTime());
                            settled.incrementAndGet();
                          }));
        });
    Waiting.until(() -> settled.get() == 2 * sets);
    Waiting.result(watch.cancel());
    List<Figure> figures =
        new ArrayList<>(since(called).figures(name + ", set called → received", p50, p99));
    figures.addAll(since(answered).figures(name + ", set answered → received"));
    return figures;
  }

  private Latencies since(AtomicLongArray begun) {
    Latencies latencies = new Latencies();
    for (int i = warmUp + 1; i <= sets; i++) {
      latencies.record(received.get(i) - begun.get(i));
    }
    return latencies;
  }

  private void receive(VariableChange change) {
    if (change.newValue() instanceof Value.IntegerValue number) {
      received.set((int) number.value(), System.nanoTime());
      settled.incrementAndGet();
    }
  }
}
