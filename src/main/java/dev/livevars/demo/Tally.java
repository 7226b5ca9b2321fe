package dev.livevars.demo;

import dev.livevars.model.VariableChange;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * What a watcher received, checked by versions: those of each variable must go up by exactly one. A
 * variable's first change is where counting starts. One thread adds, any may read.
 */
final class Tally {
  private final Map<String, Long> versions = new ConcurrentHashMap<>();
  private final LongAdder received = new LongAdder();
  private final LongAdder lost = new LongAdder();
  private final LongAdder repeated = new LongAdder();

  void add(VariableChange change) {
    Long last = versions.put(change.name(), change.lastVersion());
    if (last == null) {
      return;
    }
    received.add(change.mergedCount());
    lost.add(Math.max(0, change.firstVersion() - last - 1));
    repeated.add(Math.max(0, last + 1 - change.firstVersion()));
  }

  long received() {
    return received.sum();
  }

  long lost() {
    return lost.sum();
  }

  long repeated() {
    return repeated.sum();
  }

  /** The last version of each variable. */
  Map<String, Long> versions() {
    return Map.copyOf(versions);
  }
}
