package dev.livevars.observer;

import dev.livevars.model.WatchSpec;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps equal specifications as one object, since most watchers of a program ask for the same. Safe
 * for any thread.
 */
final class Specs {
  /** How many are known; more than that and all are forgotten. */
  private static final int KNOWN = 1_024;

  private final Map<WatchSpec, WatchSpec> known = new ConcurrentHashMap<>();

  /** The one that stands for all that are equal. */
  WatchSpec of(WatchSpec spec) {
    if (spec.lastReceived() != null) {
      return spec;
    }
    if (known.size() >= KNOWN) {
      known.clear();
    }
    WatchSpec first = known.putIfAbsent(spec, spec);
    return first == null ? spec : first;
  }
}
