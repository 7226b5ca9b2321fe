package dev.livevars.state;

import dev.livevars.model.ChangeSet;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * What a session's variables will be once the change sets under way are durable. New changes build
 * on it; nobody reads it.
 */
final class Ahead {
  private final Entries durable;
  private final Map<String, Staged> newest = new HashMap<>();
  private final Queue<List<Staged>> underWay = new ArrayDeque<>();

  Ahead(Entries durable) {
    this.durable = durable;
  }

  @Nullable Entry find(String name) {
    Staged staged = newest.get(name);
    return staged != null ? staged.after() : durable.find(name);
  }

  Entry require(String name) {
    return Entries.require(name, find(name));
  }

  LastChange last(String name) {
    Staged staged = newest.get(name);
    return staged != null ? LastChange.of(staged.change()) : durable.last(name);
  }

  /** The changes of the next change set, on their way now. */
  void add(List<Staged> changes) {
    underWay.add(changes);
    changes.forEach(staged -> newest.put(staged.name(), staged));
  }

  /** The oldest change set that is under way is durable now. */
  void commit(ChangeSet set) {
    List<Staged> changes = underWay.element();
    if (changes.get(0).change().revision() != set.revision()) {
      throw new IllegalStateException(
          "revision %d is durable before revision %d"
              .formatted(set.revision(), changes.get(0).change().revision()));
    }
    underWay.remove();
    for (Staged staged : changes) {
      durable.apply(staged);
      newest.remove(staged.name(), staged);
    }
  }

  /** Nothing that is under way will be durable. */
  void abandon() {
    underWay.clear();
    newest.clear();
  }
}
