package dev.livevars.model;

import static dev.livevars.model.Text.requireMetadata;
import static dev.livevars.model.Text.requireWellFormed;
import static dev.livevars.model.Text.required;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a caller asks of the owners of sessions. A null, or a text with an unpaired surrogate, is
 * INVALID_REQUEST when a command is made.
 *
 * @param <R> the answer
 */
public sealed interface Command<R> {

  /** Whether it may be executed again: it reads, or says that somebody is there. */
  default boolean changesNothing() {
    return this instanceof Read
        || this instanceof Follow
        || this instanceof ReadFeed
        || this instanceof GetHistory
        || this instanceof GetSession
        || this instanceof KeepAlive
        || this instanceof ListSessions;
  }

  /**
   * What a caller asks of the owner of one session.
   *
   * @param <R> the answer
   */
  sealed interface OfSession<R> extends Command<R> {
    /** The session that it is for. */
    String session();
  }

  /**
   * What shows variables as they are and changes none.
   *
   * @param <R> the answer
   */
  sealed interface Read<R> extends OfSession<R> {}

  /**
   * Makes a session; SESSION_EXISTS when there is one of that id.
   *
   * @param ttl how long it lives after the last call in it or the last open watch, 100 ms to 365
   *     days; null is for ever
   */
  record CreateSession(String session, @Nullable Duration ttl, Map<String, String> metadata)
      implements OfSession<Session> {
    private static final Duration SHORTEST = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofDays(365);

    public CreateSession {
      Names.requireSession(required("session", session));
      metadata = requireMetadata(metadata);
      if (ttl != null && (ttl.compareTo(SHORTEST) < 0 || ttl.compareTo(LONGEST) > 0)) {
        throw new LivevarsException(
                Reason.INVALID_REQUEST,
                "ttl is %s s, but must be from 100 ms to 365 d".formatted(seconds(ttl)))
            .with("field", "ttl");
      }
    }

    private static String seconds(Duration time) {
      return BigDecimal.valueOf(time.getSeconds())
          .add(BigDecimal.valueOf(time.getNano(), 9))
          .stripTrailingZeros()
          .toPlainString();
    }
  }

  /** Reads a session; this does not prolong its life. */
  record GetSession(String session) implements OfSession<Session> {
    public GetSession {
      required("session", session);
    }
  }

  /** Prolongs the life of a session. */
  record KeepAlive(String session) implements OfSession<Session> {
    public KeepAlive {
      required("session", session);
    }
  }

  /** Deletes a session, its variables and its watches. */
  record DeleteSession(String session) implements OfSession<Boolean> {
    public DeleteSession {
      required("session", session);
    }
  }

  /**
   * Reads the sessions of a shard in the order of their ids.
   *
   * @param limit the most sessions wanted, at least 1
   * @param after only ids after this one; empty is from the start
   */
  record ListSessions(int shard, String after, int limit) implements Command<List<Session>> {}

  /**
   * Reads the versions of a variable that are retained, the present one first; deletions included.
   *
   * @param limit the most versions wanted, from 1 to {@link #MOST}; fewer come when they are large
   */
  record GetHistory(String session, String name, int limit)
      implements OfSession<List<HistoricValue>> {
    /** The most versions that are read at once. */
    public static final int MOST = 10_000;

    public GetHistory {
      required("session", session);
      required("name", name);
      if (limit < 1 || limit > MOST) {
        throw new LivevarsException(
                Reason.INVALID_REQUEST,
                "limit is %d, but must be from 1 to %d".formatted(limit, MOST))
            .with("field", "limit");
      }
    }
  }

  /**
   * Sets a variable to the value that it had at a version, as a new version; the value must satisfy
   * today's constraints.
   */
  record Rollback(String session, String name, long toVersion, String source)
      implements OfSession<Variable> {
    public Rollback {
      required("session", session);
      required("name", name);
      requireWellFormed("source", source);
    }
  }

  /**
   * Brings a variable into being.
   *
   * @param ifAbsent whether a variable with equal constraints is answered untouched instead of
   *     refused
   */
  record RegisterVariable(
      String session,
      String name,
      Value value,
      Constraints constraints,
      String description,
      Map<String, String> metadata,
      boolean ifAbsent,
      String source)
      implements OfSession<Variable> {
    public RegisterVariable {
      required("session", session);
      required("name", name);
      required("value", value);
      required("constraints", constraints);
      requireWellFormed("description", description);
      metadata = requireMetadata(metadata);
      requireWellFormed("source", source);
    }
  }

  /** Reads a variable. */
  record GetVariable(String session, String name) implements Read<Variable> {
    public GetVariable {
      required("session", session);
      required("name", name);
    }
  }

  /**
   * Sets a value.
   *
   * @param metadata put over the variable's metadata, key by key
   * @param expectedVersion the version that the variable must have; null is any
   */
  record SetVariable(
      String session,
      String name,
      Value value,
      Map<String, String> metadata,
      String source,
      @Nullable Long expectedVersion)
      implements OfSession<SetResult> {
    public SetVariable {
      required("session", session);
      required("name", name);
      required("value", value);
      metadata = requireMetadata(metadata);
      requireWellFormed("source", source);
    }
  }

  /** Replaces the constraints, which the present value must satisfy. */
  record UpdateConstraints(String session, String name, Constraints constraints, String source)
      implements OfSession<Variable> {
    public UpdateConstraints {
      required("session", session);
      required("name", name);
      required("constraints", constraints);
      requireWellFormed("source", source);
    }
  }

  /** Deletes a variable; the answer is the revision of the deletion. */
  record DeleteVariable(String session, String name, @Nullable Long expectedVersion, String source)
      implements OfSession<Long> {
    public DeleteVariable {
      required("session", session);
      required("name", name);
      requireWellFormed("source", source);
    }
  }

  /**
   * Reads the variables that match, in the order of their names.
   *
   * @param limit the most variables wanted, at least 1
   * @param after only names after this one; empty is from the start
   */
  record ListVariables(String session, Selectors selectors, int limit, String after)
      implements Read<Cut> {}

  /** Reads the named variables in one cut. */
  record BatchGet(String session, List<String> names) implements Read<BatchGetResult> {
    public BatchGet {
      required("session", session);
      required("names", names).forEach(name -> required("names", name));
    }
  }

  /** Sets several variables as one change set. */
  record BatchSet(
      String session,
      List<Update> updates,
      boolean atomic,
      Map<String, String> metadata,
      String source)
      implements OfSession<BatchSetResult> {
    public BatchSet {
      required("session", session);
      required("updates", updates);
      metadata = requireMetadata(metadata);
      requireWellFormed("source", source);
    }
  }

  /** Learns where a session is, on behalf of its watchers: that prolongs its life. */
  record Follow(String session) implements OfSession<Following> {
    public Follow {
      required("session", session);
    }
  }

  /**
   * Reads committed change sets; this does not prolong the session's life.
   *
   * @param fromRevision the first revision wanted, at most the session's revision plus one
   * @param limit the most change sets wanted
   */
  record ReadFeed(String session, long fromRevision, int limit) implements OfSession<FeedSlice> {}

  /**
   * One value of a batch.
   *
   * @param expectedVersion the version that the variable must have; null is any
   */
  record Update(String name, Value value, @Nullable Long expectedVersion) {
    public Update {
      required("name", name);
      required("value", value);
    }
  }

  /**
   * What became of a set.
   *
   * @param changed false when value and metadata were equal already
   */
  record SetResult(Variable variable, boolean changed) {}

  /**
   * Variables as they were together.
   *
   * @param revision the session's revision at the reading
   * @param more whether the limit cut it short
   */
  record Cut(List<Variable> variables, long revision, boolean more) {}

  /** Variables by name, and the names that do not exist, both in the order asked. */
  record BatchGetResult(List<Variable> variables, List<String> missing, long revision) {}

  /**
   * The variables of the good updates in the order asked, and the errors of the bad ones by name.
   */
  record BatchSetResult(
      List<Variable> variables, Map<String, LivevarsException> errors, long revision) {}

  /**
   * A contiguous part of the feed.
   *
   * @param sets change sets with contiguous revisions; empty when there is none yet
   * @param revision the session's revision at the reading
   * @param incarnation tells the session from others of the same id
   */
  record FeedSlice(List<ChangeSet> sets, long revision, long incarnation) {}

  /**
   * Where a session is.
   *
   * @param revision the session's revision
   * @param incarnation tells the session from others of the same id
   * @param ttl how long it lives after it was last used; null is for ever
   */
  record Following(long revision, long incarnation, @Nullable Duration ttl) {}
}
