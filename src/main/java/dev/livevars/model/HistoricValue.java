package dev.livevars.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A version of a variable.
 *
 * @param kind what made it
 * @param value the value; null when this version is a deletion
 * @param version the version
 * @param revision the session's revision that made it
 * @param time when, by the owner's clock
 * @param source who made it; may be empty
 */
public record HistoricValue(
    ChangeKind kind,
    @Nullable Value value,
    long version,
    long revision,
    Instant time,
    String source) {

  /** The version that a change made. */
  public static HistoricValue of(VariableChange change) {
    return new HistoricValue(
        change.kind(),
        change.newValue(),
        change.lastVersion(),
        change.revision(),
        change.timestamp(),
        change.source());
  }
}
