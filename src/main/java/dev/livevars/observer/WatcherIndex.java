package dev.livevars.observer;

import dev.livevars.model.Selectors;
import dev.livevars.watch.Watcher;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Finds the watchers of a variable. The arrays that it gives are never changed afterwards: whoever
 * walks one may add and remove watchers meanwhile. Confined to one thread.
 */
final class WatcherIndex {
  /** How many names are remembered; more than that and all are forgotten. */
  private static final int REMEMBERED = 4_096;

  private static final Watcher[] NONE = {};

  private final Set<Watcher> all = new LinkedHashSet<>();
  private final Map<String, Watcher[]> byName = new HashMap<>();

  void add(Watcher watcher) {
    all.add(watcher);
    replace(watcher, watchers -> with(watchers, watcher));
  }

  void remove(Watcher watcher) {
    if (all.remove(watcher)) {
      replace(watcher, watchers -> without(watchers, watcher));
    }
  }

  /** The watchers that select a name. */
  Watcher[] of(String name) {
    Watcher[] known = byName.get(name);
    if (known == null) {
      if (byName.size() >= REMEMBERED) {
        byName.clear();
      }
      known =
          all.stream()
              .filter(watcher -> watcher.spec().selectors().matches(name))
              .toArray(Watcher[]::new);
      byName.put(name, known);
    }
    return known;
  }

  /** All watchers, as they are now. */
  List<Watcher> all() {
    return new ArrayList<>(all);
  }

  boolean isEmpty() {
    return all.isEmpty();
  }

  private void replace(Watcher watcher, UnaryOperator<Watcher[]> replacement) {
    Selectors selectors = watcher.spec().selectors();
    if (selectors.onlyNames()) {
      selectors
          .names()
          .forEach(name -> byName.computeIfPresent(name, (n, known) -> replacement.apply(known)));
    } else {
      byName.replaceAll(
          (name, known) -> selectors.matches(name) ? replacement.apply(known) : known);
    }
  }

  private static Watcher[] with(Watcher[] watchers, Watcher added) {
    Watcher[] more = new Watcher[watchers.length + 1];
    System.arraycopy(watchers, 0, more, 0, watchers.length);
    more[watchers.length] = added;
    return more;
  }

  private static Watcher[] without(Watcher[] watchers, Watcher removed) {
    List<Watcher> fewer = new ArrayList<>(List.of(watchers));
    fewer.remove(removed);
    return fewer.isEmpty() ? NONE : fewer.toArray(Watcher[]::new);
  }
}
