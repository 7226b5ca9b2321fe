package dev.livevars.bench;

import dev.livevars.Variables;
import dev.livevars.Watch;
import dev.livevars.WatchOptions;
import dev.livevars.bench.Loops.Loop;
import dev.livevars.model.Constraints;
import dev.livevars.model.Value;
import dev.livevars.model.VariableChange;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How long a change takes from the call of a set on one event loop to a handler on another, at a
 * rate so low that the loops sleep in between. The value is the moment of the call.
 */
final class LocalLatency {
  private static final String NAME = "bench.idle";
  private static final int RATE = 200;
  private static final double WARM_UP = 2;
  private static final double MEASURED = 6;

  private final AtomicLong received = new AtomicLong();
  private final Rig rig;
  private final Variables variables;
  private volatile Latencies latencies = new Latencies();

  LocalLatency(Rig rig, Variables variables) {
    this.rig = rig;
    this.variables = variables;
    Waiting.result(variables.register(NAME, 0, Constraints.ofInteger()));
  }

  Latencies measure(Loop writer, Loop watcher) {
    Watch watch =
        Waiting.result(watcher.call(() -> variables.watch(WatchOptions.of(NAME), this::receive)));
    set(writer, rig.nanos(WARM_UP));
    set(writer, rig.nanos(MEASURED));
    Waiting.result(watch.cancel());
    return latencies;
  }

  private void set(Loop writer, long nanos) {
    long before = received.get();
    long sets = nanos * RATE / 1_000_000_000;
    latencies = new Latencies();
    Pace.keep(
        RATE,
        sets,
        i -> writer.context().runOnContext(now -> variables.set(NAME, System.nanoTime())));
    Waiting.until(() -> received.get() == before + sets);
  }

  private void receive(VariableChange change) {
    if (change.newValue() instanceof Value.IntegerValue called) {
      latencies.record(System.nanoTime() - called.value());
      received.incrementAndGet();
    }
  }
}
