package dev.livevars.model;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A change of one variable, or several changes of it merged into one.
 *
 * @param kind what happened
 * @param session the session's id
 * @param name the variable's name
 * @param revision the session's revision of the (last) change
 * @param variable the variable after the change; null when it was deleted
 * @param oldValue the value before the (first) change; null when there was none
 * @param mergedCount how many changes this one stands for; 1 when nothing was merged
 * @param firstVersion the version that the first of them made
 * @param lastVersion the version that the last of them made
 * @param source who made the (last) change; may be empty
 * @param metadata what came with the (last) change; may be empty
 * @param timestamp when the (last) change was committed, by the owner's clock
 * @param previousRevision the session's revision of the change of this variable before the (first)
 *     one; 0 when there was none
 */
public record VariableChange(
    ChangeKind kind,
    String session,
    String name,
    long revision,
    @Nullable Variable variable,
    @Nullable Value oldValue,
    long mergedCount,
    long firstVersion,
    long lastVersion,
    String source,
    Map<String, String> metadata,
    Instant timestamp,
    long previousRevision) {
  public VariableChange {
    metadata = Map.copyOf(metadata);
  }

  /** A single, unmerged change. */
  public static VariableChange single(
      ChangeKind kind,
      String session,
      String name,
      long revision,
      @Nullable Variable variable,
      @Nullable Value oldValue,
      long version,
      String source,
      Map<String, String> metadata,
      Instant timestamp,
      long previousRevision) {
    return new VariableChange(
        kind,
        session,
        name,
        revision,
        variable,
        oldValue,
        1,
        version,
        version,
        source,
        metadata,
        timestamp,
        previousRevision);
  }

  /** The value after the change; null when the variable was deleted. */
  public @Nullable Value newValue() {
    return variable == null ? null : variable.value();
  }

  /** About how much memory it takes, in bytes. Counted at each call. */
  public long bytes() {
    return Weight.of(this);
  }
}
