package dev.livevars.bench;

import dev.livevars.Watch;
import dev.livevars.WatchOptions;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;

/**
 * What deliveries to JVM handlers cost: processor time and allocated bytes of the event loop that
 * so many watchers of one variable live on while it is set from the loop of its owner, 64 sets
 * under way. All that the watchers' loop does is counted: the bus, the hub, the watchers, the
 * handlers.
 */
final class LocalCost implements AutoCloseable {
  private static final int UNDER_WAY = 64;

  private final LocalNode node;
  private final String name;
  private final int watchers;
  private final List<Watch> watches = new ArrayList<>();
  private long delivered;
  private volatile long received;
  private long next;

  /**
   * What it took, of the loop of the watchers.
   *
   * @param nanos processor time a set
   * @param bytes allocated a set
   * @param setsASecond how many there were
   */
  record Cost(double nanos, double bytes, double setsASecond) {}

  /** Opens the watchers of an integer variable. */
  LocalCost(LocalNode node, String name, int watchers) {
    this.node = node;
    this.name = name;
    this.watchers = watchers;
    Waiting.result(node.other().call(this::watchAll));
  }

  /** Sets so many times, and once more so often before to warm up. */
  Cost measure(int sets) {
    run(sets);
    long cpu = node.cpuNanos(node.other());
    long bytes = node.allocated(node.other());
    long begun = System.nanoTime();
    run(sets);
    double seconds = (System.nanoTime() - begun) / 1e9;
    return new Cost(
        (double) (node.cpuNanos(node.other()) - cpu) / sets,
        (double) (node.allocated(node.other()) - bytes) / sets,
        sets / seconds);
  }

  @Override
  public void close() {
    watches.forEach(watch -> Waiting.result(watch.cancel()));
  }

  private Future<?> watchAll() {
    WatchOptions options = WatchOptions.of(name).bufferCapacity(1_000_000);
    List<Future<?>> opened = new ArrayList<>();
    for (int i = 0; i < watchers; i++) {
      opened.add(node.variables().watch(options, change -> receive()).onSuccess(watches::add));
    }
    return Future.all(opened);
  }

  private void receive() {
    if (++delivered % watchers == 0) {
      received = delivered / watchers;
    }
  }

  private void run(int sets) {
    long target = received + sets;
    node.owner()
        .context()
        .runOnContext(
            ignored -> {
              long last = next + sets;
              for (int i = 0; i < UNDER_WAY; i++) {
                set(last);
              }
            });
    Waiting.until(() -> received == target);
  }

  private void set(long last) {
    if (next < last) {
      node.variables().set(name, ++next).onSuccess(done -> set(last));
    }
  }
}
