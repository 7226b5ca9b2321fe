package dev.livevars.state;

import dev.livevars.model.VariableChange;

/** The last change of a name; zeros when there was none. */
record LastChange(long version, long revision) {
  static final LastChange NONE = new LastChange(0, 0);

  static LastChange of(VariableChange change) {
    return new LastChange(change.lastVersion(), change.revision());
  }
}
