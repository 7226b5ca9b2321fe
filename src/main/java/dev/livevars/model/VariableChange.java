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
 * @param recreated whether the variable was deleted and registered again in between: it may be of
 *     another type than the old value
 * @param constraintsChanged whether its constraints were changed, by this change or by one of the
 *     merged; always so for the kind of that name
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
    long previousRevision,
    boolean recreated,
    boolean constraintsChanged) {
  public VariableChange {
    metadata = Map.copyOf(metadata);
    constraintsChanged |= kind == ChangeKind.CONSTRAINTS_UPDATED;
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
        previousRevision,
        false,
        false);
  }

  /**
   * This change and the next one of the same variable as one: as if only the last of them had been
   * seen by somebody who had seen what was before the first.
   *
   * @return null when nothing is left: the variable was not there before and is not there after
   */
  public @Nullable VariableChange merge(VariableChange next) {
    boolean before = oldValue != null;
    boolean after = next.variable != null;
    if (!before && !after) {
      return null;
    }
    return new VariableChange(
        mergedKind(before, after, next.kind),
        session,
        name,
        next.revision,
        next.variable,
        oldValue,
        mergedCount + next.mergedCount,
        firstVersion,
        next.lastVersion,
        next.source,
        next.metadata,
        next.timestamp,
        previousRevision,
        before && after && (recreated || next.recreated || !sameVariable(next)),
        before && after && (constraintsChanged || next.constraintsChanged));
  }

  /** Of what happened in between, one who filters kinds may not have been told. */
  private boolean sameVariable(VariableChange next) {
    return variable != null
        && next.variable != null
        && next.kind != ChangeKind.REGISTERED
        && next.variable.createdAt().equals(variable.createdAt());
  }

  private ChangeKind mergedKind(boolean before, boolean after, ChangeKind next) {
    if (!after) {
      return ChangeKind.DELETED;
    } else if (!before) {
      return ChangeKind.REGISTERED;
    }
    return kind == next ? kind : ChangeKind.UPDATED;
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
