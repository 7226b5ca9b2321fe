package dev.livevars.changelog.sql;

import dev.livevars.model.Shards;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the writer knows of all sessions. After a transaction that failed it forgets those that the
 * transaction was about and reads them again. Confined to the writer's thread.
 */
final class Lines {
  private final Map<String, Line> known = new HashMap<>();
  private final Set<String> forgotten = new HashSet<>();
  private final Recovery recovery;

  Lines(Recovery recovery) {
    this.recovery = recovery;
  }

  /** The session's line; null when there is no such session. */
  @Nullable Line find(String id, Statements sql) throws SQLException {
    if (forgotten.contains(id)) {
      Recovery.Session session = recovery.read(id, sql);
      if (session != null) {
        known.put(id, session.line());
      }
      forgotten.remove(id);
    }
    return known.get(id);
  }

  /** The session's line as far as it is known without asking the store. */
  @Nullable Line peek(String id) {
    return known.get(id);
  }

  void put(Line line) {
    known.put(line.id, line);
  }

  void remove(String id) {
    known.remove(id);
  }

  /** What is known of it may be wrong. */
  void forget(String id) {
    known.remove(id);
    forgotten.add(id);
  }

  /** Begins anew with these sessions of these shards. */
  void reset(Set<Integer> shards, Collection<Line> lines) {
    drop(shards);
    lines.forEach(this::put);
  }

  /** What is known of the sessions of these shards is of the past. */
  void drop(Set<Integer> shards) {
    known.keySet().removeIf(id -> shards.contains(Shards.of(id)));
    forgotten.removeIf(id -> shards.contains(Shards.of(id)));
  }

  Collection<Line> all() {
    return known.values();
  }
}
