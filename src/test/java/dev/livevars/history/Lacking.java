package dev.livevars.history;

import dev.livevars.model.Variable;
import dev.livevars.model.VariableChange;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * What a recorder cannot tell of changes and variables; the checker does not ask for it.
 *
 * @param previousRevision which revision changed the variable before
 * @param recreated whether the variable was deleted and registered again in between
 * @param nanoseconds times are cut to the microsecond
 */
public record Lacking(boolean previousRevision, boolean recreated, boolean nanoseconds) {
  /** A recorder that tells all. */
  public static final Lacking NOTHING = new Lacking(false, false, false);

  VariableChange without(VariableChange change) {
    return new VariableChange(
        change.kind(),
        change.session(),
        change.name(),
        change.revision(),
        without(change.variable()),
        change.oldValue(),
        change.mergedCount(),
        change.firstVersion(),
        change.lastVersion(),
        change.source(),
        change.metadata(),
        without(change.timestamp()),
        previousRevision ? 0 : change.previousRevision(),
        !recreated && change.recreated(),
        !recreated && change.constraintsChanged());
  }

  Variable without(Variable variable) {
    if (variable == null || !nanoseconds) {
      return variable;
    }
    return new Variable(
        variable.name(),
        variable.value(),
        variable.constraints(),
        variable.description(),
        variable.metadata(),
        variable.version(),
        variable.revision(),
        without(variable.createdAt()),
        without(variable.updatedAt()),
        variable.source());
  }

  private Instant without(Instant time) {
    return nanoseconds ? time.truncatedTo(ChronoUnit.MICROS) : time;
  }
}
