package dev.livevars.changelog.sql;

import dev.livevars.changelog.SessionHead;
import dev.livevars.changelog.StoredSession;
import dev.livevars.model.ChangeSet;
import dev.livevars.model.LivevarsException;
import dev.livevars.model.Shards;
import dev.livevars.model.VariableChange;
import dev.livevars.wire.StoredWire;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads sessions as they were last made durable: the snapshots and the change sets after them. What
 * does not fit together is an error, never left out.
 */
final class Recovery {
  private static final String HEADS =
      "SELECT uid, id, ttl, metadata, created_at, expires_at, snapshot_revision"
          + " FROM sessions s WHERE ";
  private static final String SNAPSHOTS =
      "SELECT n.session, n.revision, n.data, n.name"
          + " FROM sessions s CROSS JOIN snapshots n WHERE n.session = s.uid AND ";

  /** The order of the tables matters to SQLite: a join of this kind is made as it is written. */
  private static final String TAILS =
      "SELECT c.session, c.revision, c.data FROM sessions s CROSS JOIN change_sets c"
          + " WHERE c.session = s.uid AND c.revision > s.snapshot_revision AND ";

  private static final String ORDER = " ORDER BY s.uid, c.revision";
  private static final String ALL = "s.id IS NOT NULL";
  private static final String ONE = "s.id = ?";
  private static final String SOME = "s.id = ANY(?)";
  private static final String IDS = "SELECT id FROM sessions WHERE id IS NOT NULL";

  private final Dialect dialect;

  Recovery(Dialect dialect) {
    this.dialect = dialect;
  }

  /** A session as it is stored, with the line that the writer goes on with. */
  record Session(SessionHead head, Line line, Map<String, VariableChange> latest) {
    StoredSession stored() {
      return new StoredSession(head, line.uid, line.last, List.copyOf(latest.values()));
    }
  }

  /** All sessions. */
  List<Session> readAll(Statements sql) throws SQLException {
    dialect.prepareScan(sql);
    return List.copyOf(read(sql, ALL).values());
  }

  /** Those of some shards; in PostgreSQL only. */
  List<Session> readAll(Set<Integer> shards, Statements sql) throws SQLException {
    dialect.prepareScan(sql);
    List<String> ids = sql.query(IDS, rows -> ids(rows, shards));
    if (ids.isEmpty()) {
      return List.of();
    }
    return List.copyOf(read(sql, SOME, sql.array(ids)).values());
  }

  private static List<String> ids(ResultSet rows, Set<Integer> shards) throws SQLException {
    List<String> ids = new ArrayList<>();
    while (rows.next()) {
      String id = rows.getString(1);
      if (shards.contains(Shards.of(id))) {
        ids.add(id);
      }
    }
    return ids;
  }

  /** One session; null when there is none. */
  @Nullable Session read(String id, Statements sql) throws SQLException {
    return read(sql, ONE, id).values().stream().findFirst().orElse(null);
  }

  private Map<Long, Session> read(Statements sql, String which, @Nullable Object... arguments)
      throws SQLException {
    Map<Long, Session> sessions = sql.query(HEADS + which, this::heads, arguments);
    sql.query(SNAPSHOTS + which, rows -> addSnapshots(sessions, rows), arguments);
    sql.query(TAILS + which + ORDER, rows -> addTails(sessions, rows), arguments);
    return sessions;
  }

  private Map<Long, Session> heads(ResultSet rows) throws SQLException {
    Map<Long, Session> sessions = new LinkedHashMap<>();
    while (rows.next()) {
      SessionHead head = head(rows);
      Line line = new Line(head.id(), rows.getLong(1), rows.getLong(7));
      sessions.put(line.uid, new Session(head, line, new HashMap<>()));
    }
    return sessions;
  }

  private SessionHead head(ResultSet rows) throws SQLException {
    String id = rows.getString(2);
    try {
      String ttl = rows.getString(3);
      String expiresAt = rows.getString(6);
      return new SessionHead(
          id,
          ttl == null ? null : Duration.parse(ttl),
          StoredWire.toMetadata(rows.getBytes(4)),
          Instant.parse(rows.getString(5)),
          expiresAt == null ? null : Instant.parse(expiresAt));
    } catch (DateTimeException | LivevarsException e) {
      throw Refusals.damaged(
          dialect, "table sessions, session '%s': %s".formatted(id, e.getMessage()));
    }
  }

  private boolean addSnapshots(Map<Long, Session> sessions, ResultSet rows) throws SQLException {
    while (rows.next()) {
      Session session = session(sessions, "snapshots", rows);
      ChangeSet set = changeSet(session, "snapshots", rows);
      String name = rows.getString(4);
      if (set.changes().size() != 1 || !set.changes().get(0).name().equals(name)) {
        throw damaged("snapshots", session, set.revision(), "it is not of variable " + name);
      }
      session.latest.put(name, set.changes().get(0));
    }
    return true;
  }

  private boolean addTails(Map<Long, Session> sessions, ResultSet rows) throws SQLException {
    while (rows.next()) {
      Session session = session(sessions, "change_sets", rows);
      ChangeSet set = changeSet(session, "change_sets", rows);
      if (set.revision() != session.line.last + 1) {
        throw damaged("change_sets", session, session.line.last + 1, "it is missing");
      }
      session.line.add(set, set.bytes());
      set.changes().forEach(change -> session.latest.put(change.name(), change));
    }
    return true;
  }

  private Session session(Map<Long, Session> sessions, String table, ResultSet rows)
      throws SQLException {
    Session session = sessions.get(rows.getLong(1));
    if (session == null) {
      throw Refusals.damaged(dialect, "table %s has rows of no session".formatted(table));
    }
    return session;
  }

  private ChangeSet changeSet(Session session, String table, ResultSet rows) throws SQLException {
    long revision = rows.getLong(2);
    try {
      return StoredWire.toModel(session.head.id(), revision, rows.getBytes(3));
    } catch (LivevarsException e) {
      throw damaged(table, session, revision, e.message());
    }
  }

  private LivevarsException damaged(String table, Session session, long revision, String why) {
    return Refusals.damaged(
        dialect,
        "table %s, session '%s', revision %d: %s"
            .formatted(table, session.head.id(), revision, why));
  }
}
