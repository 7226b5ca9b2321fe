package dev.livevars.changelog.sql;

import dev.livevars.model.LivevarsException;
import dev.livevars.model.Reason;
import dev.livevars.model.Shards;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the writer knows of all sessions, in a store that several share of those of its shards.
 * After a transaction that failed it forgets those that the transaction was about and reads them
 * again. Confined to the writer's thread.
 */
final class Lines {
  /** In a store that is not shared there is one epoch, and all shards are its own. */
  private static final long ALONE = 0;

  private final Map<String, Line> known = new HashMap<>();
  private final Set<String> forgotten = new HashSet<>();
  private final Set<Integer> shards = new HashSet<>();
  private long epoch = ALONE;
  private final Recovery recovery;

  Lines(Recovery recovery) {
    this.recovery = recovery;
  }

  /** What was known in another epoch is of the past: others may have written since. */
  void begin(long now) {
    if (now != epoch) {
      drop(Shards.ALL);
      epoch = now;
    }
  }

  /**
   * Whether the session, if there is one, is of a shard that this node has read and not given up.
   */
  boolean owns(String id) {
    return epoch == ALONE || shards.contains(Shards.of(id));
  }

  /**
   * Requires what {@link #owns} tells.
   *
   * @throws LivevarsException OWNER_UNAVAILABLE when it is not so
   */
  void requireOwned(String id) {
    if (!owns(id)) {
      throw new LivevarsException(
          Reason.OWNER_UNAVAILABLE, "session '%s' is moving to another node".formatted(id));
    }
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
  void reset(Set<Integer> read, Collection<Line> lines) {
    drop(read);
    shards.addAll(read);
    lines.forEach(this::put);
  }

  /** What is known of the sessions of these shards is of the past. */
  void drop(Set<Integer> lost) {
    shards.removeAll(lost);
    known.keySet().removeIf(id -> lost.contains(Shards.of(id)));
    forgotten.removeIf(id -> lost.contains(Shards.of(id)));
  }

  Collection<Line> all() {
    return known.values();
  }
}
