package dev.livevars.state;

import dev.livevars.model.ChangeSet;
import dev.livevars.model.Command;
import dev.livevars.model.Command.BatchGetResult;
import dev.livevars.model.Command.BatchSetResult;
import dev.livevars.model.Command.Cut;
import dev.livevars.model.Command.Update;
import dev.livevars.model.HistoricValue;
import dev.livevars.model.LivevarsException;
import dev.livevars.model.Names;
import dev.livevars.model.Reason;
import dev.livevars.model.Variable;
import dev.livevars.model.VariableChange;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * The variables of one session as a synchronous state machine: a command is either refused and
 * changes nothing, or it tells its change set. What it changes builds on all change sets before,
 * but is read only when it is durable. Not safe for several threads.
 */
final class SessionState {
  private final Entries entries = new Entries();
  private final Ahead ahead = new Ahead(entries);
  private final String session;
  private final InstantSource clock;
  private long revision;
  private long nextRevision = 1;

  SessionState(String session, InstantSource clock) {
    this.session = session;
    this.clock = clock;
  }

  /** The revision of the last durable change set; 0 when there was none. */
  long revision() {
    return revision;
  }

  /** How many variables there are. */
  int size() {
    return entries.size();
  }

  /** Takes what the changelog has, in place of what it is ahead of it. */
  void recover(long durableRevision, List<VariableChange> changes) {
    abandon();
    changes.forEach(change -> entries.apply(Staged.of(change)));
    revision = durableRevision;
    nextRevision = revision + 1;
  }

  /** The oldest change set under way is durable. */
  void commit(ChangeSet set) {
    ahead.commit(set);
    revision = set.revision();
  }

  /** No change set that is under way will be durable. */
  void abandon() {
    ahead.abandon();
    nextRevision = revision + 1;
  }

  /**
   * Applies a command.
   *
   * @throws LivevarsException when it is refused
   */
  @SuppressWarnings("unchecked") // each command names the class of its answer
  <R> Outcome<R> apply(Command<R> command) {
    return (Outcome<R>) dispatch(command);
  }

  /** The last version of a name, a deletion too; VARIABLE_NOT_FOUND when it never was. */
  HistoricValue lastVersion(String name) {
    HistoricValue version = entries.lastVersion(name);
    return version != null ? version : require(name).lastVersion();
  }

  /** See {@link Entries#require(String)}. */
  Entry require(String name) {
    return entries.require(name);
  }

  private Outcome<?> dispatch(Command<?> command) {
    if (command instanceof Command.SetVariable set) {
      Update update = new Update(set.name(), set.value(), set.expectedVersion());
      return change(draft -> draft.set(update, set.metadata(), set.source()));
    } else if (command instanceof Command.GetVariable get) {
      return read(entries.require(get.name()).variable());
    } else if (command instanceof Command.RegisterVariable register) {
      return change(draft -> draft.register(register));
    } else if (command instanceof Command.UpdateConstraints update) {
      return change(draft -> draft.updateConstraints(update));
    } else if (command instanceof Command.DeleteVariable delete) {
      return change(draft -> draft.delete(delete));
    } else if (command instanceof Command.ListVariables list) {
      return read(list(list));
    } else if (command instanceof Command.BatchGet get) {
      return read(batchGet(get));
    } else if (command instanceof Command.BatchSet set) {
      return batchSet(set);
    }
    throw new IllegalArgumentException(command.toString());
  }

  private static <R> Outcome<R> read(R result) {
    return new Outcome<>(result, null);
  }

  private <R> Outcome<R> change(Function<Draft, R> work) {
    Draft draft = draft();
    return commit(draft, work.apply(draft));
  }

  private Draft draft() {
    return new Draft(ahead, session, nextRevision, clock.instant());
  }

  private <R> Outcome<R> commit(Draft draft, R result) {
    ChangeSet set = draft.commit();
    if (set != null) {
      nextRevision = set.revision() + 1;
    }
    return new Outcome<>(result, set);
  }

  private Cut list(Command.ListVariables command) {
    int limit = command.limit();
    List<Variable> found =
        entries.list(
            command.selectors(), command.after(), limit == Integer.MAX_VALUE ? limit : limit + 1);
    boolean more = found.size() > limit;
    return new Cut(List.copyOf(more ? found.subList(0, limit) : found), revision, more);
  }

  private BatchGetResult batchGet(Command.BatchGet command) {
    List<Variable> variables = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    for (String name : command.names()) {
      Entry entry = entries.find(name);
      if (entry == null) {
        missing.add(Names.requireVariable(name));
      } else {
        variables.add(entry.variable());
      }
    }
    return new BatchGetResult(List.copyOf(variables), List.copyOf(missing), revision);
  }

  private Outcome<BatchSetResult> batchSet(Command.BatchSet command) {
    requireDistinct(command.updates());
    Draft draft = draft();
    List<Variable> variables = new ArrayList<>();
    Map<String, LivevarsException> errors = new LinkedHashMap<>();
    for (Update update : command.updates()) {
      try {
        variables.add(draft.set(update, command.metadata(), command.source()).variable());
      } catch (LivevarsException e) {
        errors.put(update.name(), e);
      }
    }
    if (command.atomic() && !errors.isEmpty()) {
      throw LivevarsException.ofBatch(errors, 0);
    }
    ChangeSet set = commit(draft, true).changeSet();
    return new Outcome<>(new BatchSetResult(variables, errors, nextRevision - 1), set);
  }

  private static void requireDistinct(List<Update> updates) {
    Set<String> names = new HashSet<>();
    for (Update update : updates) {
      if (!names.add(update.name())) {
        throw new LivevarsException(
                Reason.INVALID_REQUEST,
                "variable '%s' stands more than once in the batch".formatted(update.name()))
            .with("field", "updates");
      }
    }
  }
}
