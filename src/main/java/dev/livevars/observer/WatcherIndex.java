package dev.livevars.observer;

import dev.livevars.watch.Watcher;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds the watchers of a variable: those of the same selectors are one group, and which groups
 * select a name is remembered. Confined to one thread.
 */
final class WatcherIndex {
  /** How many names are remembered; more than that and all are forgotten. */
  private static final int REMEMBERED = 4_096;

  private final Map<List<String>, WatcherGroup> groups = new LinkedHashMap<>();
  private final Map<String, WatcherGroup[]> byName = new HashMap<>();

  void add(Watcher watcher) {
    groups.computeIfAbsent(selectors(watcher), texts -> newGroup(watcher)).add(watcher);
  }

  /** Removes a watcher, if it is there. */
  void remove(Watcher watcher) {
    WatcherGroup group = groups.get(selectors(watcher));
    if (group != null) {
      group.remove(watcher);
      if (group.isEmpty()) {
        groups.remove(selectors(watcher));
        forget(group);
      }
    }
  }

  /** The groups that select a name; the array is never changed afterwards. */
  WatcherGroup[] of(String name) {
    WatcherGroup[] known = byName.get(name);
    if (known == null) {
      if (byName.size() >= REMEMBERED) {
        byName.clear();
      }
      known =
          groups.values().stream()
              .filter(group -> group.selectors().matches(name))
              .toArray(WatcherGroup[]::new);
      byName.put(name, known);
    }
    return known;
  }

  /** All watchers, as they are now. */
  Collection<Watcher> all() {
    List<Watcher> all = new ArrayList<>();
    groups.values().forEach(group -> all.addAll(Arrays.asList(group.watchers())));
    return all;
  }

  boolean isEmpty() {
    return groups.isEmpty();
  }

  private WatcherGroup newGroup(Watcher first) {
    WatcherGroup group = new WatcherGroup(first.spec().selectors());
    forget(group);
    return group;
  }

  /** What is remembered of the names that a group selects is found anew when it is asked for. */
  private void forget(WatcherGroup group) {
    if (group.selectors().onlyNames()) {
      group.selectors().names().forEach(byName::remove);
    } else {
      byName.clear();
    }
  }

  private static List<String> selectors(Watcher watcher) {
    return watcher.spec().selectors().texts();
  }
}
