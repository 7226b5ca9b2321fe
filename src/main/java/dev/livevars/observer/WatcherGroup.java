package dev.livevars.observer;

import dev.livevars.model.Selectors;
import dev.livevars.watch.Watcher;
import java.util.Arrays;

/**
 * The watchers of the same selectors. The array that it gives is never changed afterwards: whoever
 * walks it may add and remove watchers meanwhile. Confined to one thread.
 */
final class WatcherGroup {
  private static final Watcher[] NONE = {};

  private final Selectors selectors;
  private Watcher[] watchers = NONE;

  WatcherGroup(Selectors selectors) {
    this.selectors = selectors;
  }

  Selectors selectors() {
    return selectors;
  }

  Watcher[] watchers() {
    return watchers;
  }

  void add(Watcher watcher) {
    watchers = Arrays.copyOf(watchers, watchers.length + 1);
    watchers[watchers.length - 1] = watcher;
  }

  /** Removes a watcher, if it is there. */
  void remove(Watcher watcher) {
    int at = Arrays.asList(watchers).indexOf(watcher);
    if (at >= 0) {
      Watcher[] fewer = Arrays.copyOf(watchers, watchers.length - 1);
      System.arraycopy(watchers, at + 1, fewer, at, fewer.length - at);
      watchers = fewer;
    }
  }

  boolean isEmpty() {
    return watchers.length == 0;
  }
}
