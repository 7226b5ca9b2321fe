package dev.livevars.model;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A unit of isolation and of ordering, as it is at one moment.
 *
 * @param id the id
 * @param ttl how long it lives after the last call in it or the last open watch; null is for ever
 * @param metadata for programs; may be empty
 * @param revision the revision of its last change set; 0 when there was none
 * @param variableCount how many variables it holds
 * @param watcherCount how many watchers it has
 * @param createdAt when it was made
 * @param expiresAt when it ends unless it is used before; null is never
 */
public record Session(
    String id,
    @Nullable Duration ttl,
    Map<String, String> metadata,
    long revision,
    int variableCount,
    int watcherCount,
    Instant createdAt,
    @Nullable Instant expiresAt) {
  public Session {
    metadata = Map.copyOf(metadata);
  }

  /** The error that no session has this id. */
  public static LivevarsException notFound(String id) {
    return new LivevarsException(
            Reason.SESSION_NOT_FOUND, "session '%s' does not exist".formatted(id))
        .with("session", id);
  }

  /** The error that a session has this id already. */
  public static LivevarsException exists(String id) {
    return new LivevarsException(Reason.SESSION_EXISTS, "session '%s' exists".formatted(id))
        .with("session", id);
  }

  /** The same with another number of watchers. */
  public Session withWatchers(int count) {
    return new Session(id, ttl, metadata, revision, variableCount, count, createdAt, expiresAt);
  }
}
