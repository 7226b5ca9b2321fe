package dev.livevars.crash;

import dev.livevars.model.Command.SetResult;
import dev.livevars.model.Value;
import dev.livevars.model.Variable;

/** A change that a writer was told of. */
record Acknowledged(String name, Value value, long version, long revision) {

  static Acknowledged of(SetResult result) {
    Variable variable = result.variable();
    return new Acknowledged(
        variable.name(), variable.value(), variable.version(), variable.revision());
  }
}
