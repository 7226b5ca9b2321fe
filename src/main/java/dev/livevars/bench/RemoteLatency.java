package dev.livevars.bench;

import dev.livevars.Variables;
import dev.livevars.WatchOptions;
import dev.livevars.model.Constraints;
import dev.livevars.model.Value;
import dev.livevars.model.VariableChange;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * How long a change takes from the call of a set over gRPC until a watcher's handler over gRPC has
 * it, and from the answer of the set until then. The rate is kept whatever comes back, so that
 * queueing is not hidden. The clock is one process's.
 */
final class RemoteLatency {
  private final String name;
  private final int rate;
  private final int warmUp;
  private final int sets;
  private final AtomicLongArray called;
  private final AtomicLongArray answered;
  private final AtomicLongArray received;
  private final Latencies fromCall = new Latencies();
  private final Latencies fromAnswer = new Latencies();

  /**
   * A measurement.
   *
   * @param rate sets a second
   * @param seconds how long, after two seconds of warming up
   */
  RemoteLatency(String name, int rate, int seconds) {
    this.name = name;
    this.rate = rate;
    this.warmUp = rate * 2;
    this.sets = warmUp + rate * seconds;
    this.called = new AtomicLongArray(sets + 1);
    this.answered = new AtomicLongArray(sets + 1);
    this.received = new AtomicLongArray((sets + 1));
  }

  /**
   * Sets through one client and watches through others, each of them once; each delivery counts.
   */
  List<Figure> measure(Variables writer, Context writing, List<Variables> watchers, int perClient) {
    Waiting.result(writer.register(name, 0, Constraints.ofInteger()));
    List<Future<?>> opened = new ArrayList<>();
    watchers.forEach(
        client -> {
          for (int i = 0; i < perClient; i++) {
            opened.add(
                client.watch(WatchOptions.of(name).bufferCapacity(1_000_000), this::receive));
          }
        });
    Waiting.result(Future.all(opened));
    long first = System.nanoTime();
    for (int i = 1; i <= sets; i++) {
      int number = i;
      Waiting.untilNanoTime(first + i * TimeUnit.SECONDS.toNanos(1) / rate);
      called.set(number, System.nanoTime());
      writing.runOnContext(
          ignored ->
              writer.set(name, number).onSuccess(done -> answered.set(number, System.nanoTime())));
    }
    long expected = (long) (sets - warmUp) * watchers.size() * perClient;
    Waiting.until(() -> fromCall.count() >= expected);
    for (int i = warmUp + 1; i <= sets; i++) {
      fromAnswer.record(received.get(i) - answered.get(i));
    }
    List<Figure> figures = new ArrayList<>(fromCall.figures(name + ", set called → received"));
    if (watchers.size() * perClient == 1) {
      figures.addAll(fromAnswer.figures(name + ", set answered → received"));
    }
    return figures;
  }

  private void receive(VariableChange change) {
    long now = System.nanoTime();
    Value value = change.newValue();
    if (value instanceof Value.IntegerValue number && number.value() > warmUp) {
      int index = (int) number.value();
      received.lazySet(index, now);
      fromCall.record(now - called.get(index));
    }
  }
}
