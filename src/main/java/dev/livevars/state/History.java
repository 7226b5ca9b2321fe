package dev.livevars.state;

import dev.livevars.changelog.Changelog;
import dev.livevars.model.Command;
import dev.livevars.model.HistoricValue;
import dev.livevars.model.LivevarsException;
import dev.livevars.model.Reason;
import dev.livevars.model.Value;
import dev.livevars.model.Variable;
import dev.livevars.model.VariableChange;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;

/** The past of a session's variables, as far as the changelog holds it. */
final class History {
  private final String session;
  private final SessionState state;
  private final Changelog changelog;

  History(String session, SessionState state, Changelog changelog) {
    this.session = session;
    this.state = state;
    this.changelog = changelog;
  }

  /** The versions of a variable, newest first; the last one is there whatever is held. */
  Future<List<HistoricValue>> get(Command.GetHistory command) {
    HistoricValue last = state.lastVersion(command.name());
    return changelog
        .history(session, command.name(), last.revision(), 0, command.limit())
        .map(
            changes ->
                changes.isEmpty()
                    ? List.of(last)
                    : changes.stream().map(HistoricValue::of).toList());
  }

  /** The command that sets a variable to the value of the version that is wanted. */
  Future<Command.SetVariable> rollback(Command.Rollback command) {
    Variable present = state.require(command.name()).variable();
    if (command.toVersion() < 1 || command.toVersion() > present.version()) {
      throw new LivevarsException(
          Reason.VERSION_NOT_FOUND,
          "variable '%s' never had version %d: it is at version %d"
              .formatted(command.name(), command.toVersion(), present.version()),
          details(command));
    }
    if (command.toVersion() == present.version()) {
      return Future.succeededFuture(set(command, present.value()));
    }
    return changelog
        .history(
            session, command.name(), present.revision(), present.version() - command.toVersion(), 1)
        .map(found -> set(command, value(command, found)));
  }

  private static Value value(Command.Rollback command, List<VariableChange> found) {
    if (found.isEmpty()) {
      throw new LivevarsException(
          Reason.VERSION_COMPACTED,
          "version %d of variable '%s' is no longer held"
              .formatted(command.toVersion(), command.name()),
          details(command));
    }
    Value value = found.get(0).newValue();
    if (value == null) {
      throw new LivevarsException(
          Reason.VERSION_NOT_FOUND,
          "version %d of variable '%s' is its deletion, not a value"
              .formatted(command.toVersion(), command.name()),
          details(command));
    }
    return value;
  }

  private static Command.SetVariable set(Command.Rollback command, Value value) {
    return new Command.SetVariable(
        command.session(), command.name(), value, Map.of(), command.source(), null);
  }

  private static Map<String, String> details(Command.Rollback command) {
    return Map.of(
        "variable", command.name(),
        "version", Long.toString(command.toVersion()),
        "field", "to_version");
  }
}
