package dev.livevars;

import dev.livevars.model.ChangeKind;
import dev.livevars.model.ChangeSet;
import dev.livevars.model.Value;
import dev.livevars.model.Variable;
import dev.livevars.model.VariableChange;
import dev.livevars.model.WatchEnd;
import dev.livevars.model.WatchSink;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * The watch of a handler: calls it for each change on the context of the watch. A handler that
 * throws is reported to that context and called again for the next change.
 */
final class HandlerWatch implements Watch, WatchSink {
  private final StateProvider provider;
  private final ContextInternal context;
  private final String session;
  private final Handler<VariableChange> handler;
  private final @Nullable BiPredicate<Value, Value> filter;
  private final Map<String, Value> handedOn = new HashMap<>();
  private final Promise<Watch> live;
  private final Promise<WatchEnd> ended;
  private volatile String id = "";

  HandlerWatch(
      StateProvider provider,
      ContextInternal context,
      String session,
      @Nullable BiPredicate<Value, Value> filter,
      Handler<VariableChange> handler) {
    this.provider = provider;
    this.context = context;
    this.session = session;
    this.filter = filter;
    this.handler = handler;
    this.live = context.promise();
    this.ended = context.promise();
  }

  /** Completed when the watch is live; fails when it ended before. */
  Future<Watch> whenLive() {
    return live.future();
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public Future<Void> cancel() {
    return provider.unwatchVariables(id);
  }

  @Override
  public Watch onEnd(Handler<WatchEnd> endHandler) {
    ended.future().onSuccess(endHandler);
    return this;
  }

  @Override
  public void created(String watcherId) {
    id = watcherId;
  }

  @Override
  public void initial(long revision, List<Variable> variables) {
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
              variable.updatedAt()));
    }
  }

  @Override
  public void live(long revision) {
    live.tryComplete(this);
  }

  /**
   * Who calls this reports what a single handler call throws; of several each is reported, so that
   * none stops the next.
   */
  @Override
  public void changes(List<ChangeSet> sets) {
    if (filter == null && sets.size() == 1 && sets.get(0).changes().size() == 1) {
      handler.handle(sets.get(0).changes().get(0));
      return;
    }
    for (ChangeSet set : sets) {
      for (VariableChange change : set.changes()) {
        if (filter == null || passes(change, filter)) {
          handOn(change);
        }
      }
    }
  }

  @Override
  public void end(WatchEnd end) {
    live.tryFail(end.cause());
    ended.complete(end);
  }

  private boolean passes(VariableChange change, BiPredicate<Value, Value> wanted) {
    Value last = handedOn.get(change.name());
    Value next = change.newValue();
    Value old = last != null ? last : change.oldValue();
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
        handedOn.remove(change.name());
      } else {
        handedOn.put(change.name(), value);
      }
    }
    context.dispatch(change, handler);
  }
}
