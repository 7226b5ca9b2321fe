package dev.livevars;

import dev.livevars.model.ChangeKind;
import dev.livevars.model.ChangeSet;
import dev.livevars.model.Value;
import dev.livevars.model.Variable;
import dev.livevars.model.VariableChange;
import io.vertx.core.Handler;
import io.vertx.core.internal.ContextInternal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Calls a handler for each change that the filter lets through. One that throws is reported to the
 * context and called again for the next change.
 */
final class ChangeHandler implements WatchTarget {
  private final ContextInternal context;
  private final String session;
  private final @Nullable BiPredicate<Value, Value> filter;
  private final Handler<VariableChange> handler;

  /** What was handed on last of each variable; of interest to the filter alone. */
  private final Map<String, Value> lastValues;

  ChangeHandler(
      ContextInternal context,
      String session,
      @Nullable BiPredicate<Value, Value> filter,
      Handler<VariableChange> handler) {
    this.context = context;
    this.session = session;
    this.filter = filter;
    this.lastValues = filter == null ? Map.of() : new HashMap<>();
    this.handler = handler;
  }

  @Override
  public void initial(long revision, List<Variable> variables) {
    if (filter != null) {
      lastValues.clear();
    }
    for (Variable variable : variables) {
      handOn(
          VariableChange.single(
              ChangeKind.REGISTERED,
              session,
              variable.name(),
              revision,
              variable,
              null,
              variable.version(),
              variable.source(),
              variable.metadata(),
              variable.updatedAt(),
              0));
    }
  }

  @Override
  public void changes(ChangeSet set) {
    List<VariableChange> changes = set.changes();
    for (int i = 0; i < changes.size(); i++) {
      if (filter == null || passes(changes.get(i), filter)) {
        handOn(changes.get(i));
      }
    }
  }

  /** What was there when the watch began counts as handed on. */
  private boolean passes(VariableChange change, BiPredicate<Value, Value> wanted) {
    Value next = change.newValue();
    if (change.oldValue() != null) {
      lastValues.putIfAbsent(change.name(), change.oldValue());
    }
    Value old = lastValues.get(change.name());
    return change.kind() != ChangeKind.UPDATED
        || old == null
        || next == null
        || test(wanted, old, next);
  }

  /** A filter that throws lets the change through and is reported. */
  private boolean test(BiPredicate<Value, Value> wanted, Value old, Value next) {
    boolean[] passed = {true};
    context.dispatch(() -> passed[0] = wanted.test(old, next));
    return passed[0];
  }

  private void handOn(VariableChange change) {
    if (filter != null) {
      Value value = change.newValue();
      if (value == null) {
        lastValues.remove(change.name());
      } else {
        lastValues.put(change.name(), value);
      }
    }
    if (ContextInternal.current() == context) {
      call(change);
    } else {
      context.dispatch(change, handler);
    }
  }

  /** What {@code dispatch} does where the context is the current one already. */
  private void call(VariableChange change) {
    try {
      handler.handle(change);
    } catch (Exception | Error e) {
      context.reportException(e);
    }
  }
}
