package dev.livevars.state;

import dev.livevars.model.VariableChange;
import org.jspecify.annotations.Nullable;

/**
 * A change that is made but not yet durable.
 *
 * @param after what the name holds then; null when it is deleted
 */
record Staged(VariableChange change, @Nullable Entry after) {

  /** A change as the changelog gives it. */
  static Staged of(VariableChange change) {
    return new Staged(change, Entry.of(change));
  }

  String name() {
    return change.name();
  }
}
