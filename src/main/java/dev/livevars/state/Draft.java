package dev.livevars.state;

import dev.livevars.model.ChangeKind;
import dev.livevars.model.ChangeSet;
import dev.livevars.model.Command;
import dev.livevars.model.Command.SetResult;
import dev.livevars.model.Constraints;
import dev.livevars.model.LivevarsException;
import dev.livevars.model.Names;
import dev.livevars.model.Reason;
import dev.livevars.model.Text;
import dev.livevars.model.Value;
import dev.livevars.model.ValueRule;
import dev.livevars.model.Variable;
import dev.livevars.model.VariableChange;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The next change set of a session while it is made: nothing is seen of it before {@link #commit}.
 * A name changes at most once.
 */
final class Draft {
  private final Ahead ahead;
  private final String session;
  private final long revision;
  private final Instant now;
  private final List<Staged> changes = new ArrayList<>(1);

  Draft(Ahead ahead, String session, long revision, Instant now) {
    this.ahead = ahead;
    this.session = session;
    this.revision = revision;
    this.now = now;
  }

  Variable register(Command.RegisterVariable command) {
    String name = Names.requireVariable(command.name());
    Entry present = ahead.find(name);
    if (present != null) {
      return requireSame(present.variable(), command);
    }
    LastChange last = ahead.last(name);
    try {
      ValueRule rule = ValueRule.of(command.constraints());
      Variable variable =
          new Variable(
              name,
              rule.accept(command.value()),
              command.constraints(),
              command.description(),
              command.metadata(),
              last.version() + 1,
              revision,
              now,
              now,
              command.source());
      return stage(
          ChangeKind.REGISTERED, variable, rule, null, command.metadata(), last.revision());
    } catch (LivevarsException e) {
      throw e.about(name);
    }
  }

  SetResult set(Command.Update update, Map<String, String> metadata, String source) {
    Entry entry = ahead.require(update.name());
    entry.requireVersion(update.expectedVersion());
    entry.requireWritable();
    Variable old = entry.variable();
    Value value = accept(entry, update.value());
    Map<String, String> merged = merge(old.metadata(), metadata);
    if (value.equals(old.value()) && merged.equals(old.metadata())) {
      return new SetResult(old, false);
    }
    Variable variable = next(old, value, old.constraints(), merged, source);
    return new SetResult(
        stage(ChangeKind.UPDATED, variable, entry.rule(), old.value(), metadata, old.revision()),
        true);
  }

  Variable updateConstraints(Command.UpdateConstraints command) {
    Entry entry = ahead.require(command.name());
    Variable old = entry.variable();
    if (command.constraints().equals(old.constraints())) {
      return old;
    }
    ValueRule rule = ruleFor(old, command.constraints());
    Variable variable =
        next(old, old.value(), command.constraints(), old.metadata(), command.source());
    return stage(
        ChangeKind.CONSTRAINTS_UPDATED, variable, rule, old.value(), Map.of(), old.revision());
  }

  long delete(Command.DeleteVariable command) {
    Entry entry = ahead.require(command.name());
    entry.requireVersion(command.expectedVersion());
    Variable old = entry.variable();
    VariableChange change =
        VariableChange.single(
            ChangeKind.DELETED,
            session,
            old.name(),
            revision,
            null,
            old.value(),
            old.version() + 1,
            command.source(),
            Map.of(),
            now,
            old.revision());
    changes.add(new Staged(change, null));
    return revision;
  }

  /** Sends the changes on their way; null when there are none. */
  @Nullable ChangeSet commit() {
    if (changes.isEmpty()) {
      return null;
    }
    ahead.add(changes);
    return new ChangeSet(session, revision, changes.stream().map(Staged::change).toList());
  }

  private Variable stage(
      ChangeKind kind,
      Variable variable,
      ValueRule rule,
      @Nullable Value oldValue,
      Map<String, String> metadata,
      long previousRevision) {
    VariableChange change =
        VariableChange.single(
            kind,
            session,
            variable.name(),
            revision,
            variable,
            oldValue,
            variable.version(),
            variable.source(),
            metadata,
            now,
            previousRevision);
    changes.add(new Staged(change, new Entry(variable, rule, kind)));
    return variable;
  }

  private Variable next(
      Variable old,
      Value value,
      Constraints constraints,
      Map<String, String> metadata,
      String source) {
    return new Variable(
        old.name(),
        value,
        constraints,
        old.description(),
        metadata,
        old.version() + 1,
        revision,
        old.createdAt(),
        now,
        source);
  }

  private static Value accept(Entry entry, Value value) {
    try {
      return entry.rule().accept(value);
    } catch (LivevarsException e) {
      throw e.about(entry.variable().name());
    }
  }

  private static ValueRule ruleFor(Variable variable, Constraints constraints) {
    if (constraints.type() != variable.type()) {
      throw new LivevarsException(
              Reason.INVALID_CONSTRAINTS,
              "constraints for type %s do not fit a variable of type %s"
                  .formatted(constraints.type().label(), variable.type().label()))
          .with("field", "constraints")
          .about(variable.name());
    }
    try {
      ValueRule rule = ValueRule.of(constraints);
      rule.accept(variable.value());
      return rule;
    } catch (LivevarsException e) {
      throw e.about(variable.name());
    }
  }

  private static Variable requireSame(Variable present, Command.RegisterVariable command) {
    boolean same = present.constraints().equals(command.constraints());
    if (command.ifAbsent() && same) {
      return present;
    }
    String why = command.ifAbsent() ? " with another type or other constraints" : "";
    throw new LivevarsException(
            Reason.VARIABLE_EXISTS, "variable '%s' exists%s".formatted(present.name(), why))
        .with("variable", present.name());
  }

  private static Map<String, String> merge(Map<String, String> old, Map<String, String> more) {
    if (more.isEmpty()) {
      return old;
    }
    Map<String, String> merged = new HashMap<>(old);
    merged.putAll(more);
    return Text.requireMetadata(merged);
  }
}
