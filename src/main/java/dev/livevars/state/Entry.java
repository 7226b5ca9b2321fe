package dev.livevars.state;

import dev.livevars.model.ChangeKind;
import dev.livevars.model.HistoricValue;
import dev.livevars.model.LivevarsException;
import dev.livevars.model.Reason;
import dev.livevars.model.ValueRule;
import dev.livevars.model.Variable;
import dev.livevars.model.VariableChange;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A variable with its constraints made ready to enforce.
 *
 * @param kind what made this version of it
 */
record Entry(Variable variable, ValueRule rule, ChangeKind kind) {

  /** What a change leaves behind; null when that is a deletion. */
  static @Nullable Entry of(VariableChange change) {
    Variable after = change.variable();
    return after == null
        ? null
        : new Entry(after, ValueRule.of(after.constraints()), change.kind());
  }

  /** This version of it, as history tells it. */
  HistoricValue lastVersion() {
    return new HistoricValue(
        kind,
        variable.value(),
        variable.version(),
        variable.revision(),
        variable.updatedAt(),
        variable.source());
  }

  /** Throws VERSION_MISMATCH unless the variable has the expected version; null expects nothing. */
  void requireVersion(@Nullable Long expected) {
    if (expected != null && expected != variable.version()) {
      throw new LivevarsException(
          Reason.VERSION_MISMATCH,
          "variable '%s': expected version %d, but it is at version %d"
              .formatted(variable.name(), expected, variable.version()),
          Map.of(
              "variable", variable.name(),
              "expected_version", Long.toString(expected),
              "actual_version", Long.toString(variable.version())));
    }
  }

  /** Throws READ_ONLY when nobody may set the variable. */
  void requireWritable() {
    if (variable.constraints().readOnly()) {
      throw new LivevarsException(
          Reason.READ_ONLY,
          "variable '%s' is read-only: update its constraints first".formatted(variable.name()),
          Map.of("variable", variable.name(), "constraint", "read_only", "field", "name"));
    }
  }
}
