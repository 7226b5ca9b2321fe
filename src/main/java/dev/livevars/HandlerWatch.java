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
  private final Map<String, Value> lastValues = new HashMap<>();
  private final Promise<Watch> live;
  private final Promise<WatchEnd> ended;
  private volatile String id = "";
  private boolean handingOn;
  private @Nullable WatchEnd deferred;

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
    Promise<Void> over = Promise.promise();
    provider.unwatchVariables(id).onFailure(over::tryFail);
    ended.future().onComplete(end -> over.tryComplete());
    return over.future();
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

  /** What is not among the present values is gone. */
  @Override
  public void initial(long revision, List<Variable> variables) {
    handingOn = true;
    lastValues.clear();
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
    handedOn();
  }

  @Override
  public void live(long revision) {
    live.tryComplete(this);
  }

  @Override
  public void changes(List<ChangeSet> sets) {
    handingOn = true;
    for (ChangeSet set : sets) {
      for (VariableChange change : set.changes()) {
        if (filter == null || passes(change, filter)) {
          handOn(change);
        }
      }
      if (deferred != null) {
        deferred = new WatchEnd(deferred.cause(), set.revision() + 1);
        break;
      }
    }
    handedOn();
  }

  /** A handler may cancel its watch: that ends after the revision that is being handed on. */
  @Override
  public void end(WatchEnd end) {
    if (handingOn) {
      deferred = end;
      return;
    }
    live.tryFail(end.cause());
    ended.tryComplete(end);
  }

  private void handedOn() {
    handingOn = false;
    if (deferred != null) {
      end(deferred);
    }
  }

  private boolean passes(VariableChange change, BiPredicate<Value, Value> wanted) {
    Value last = lastValues.get(change.name());
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
        lastValues.remove(change.name());
      } else {
        lastValues.put(change.name(), value);
      }
    }
    context.dispatch(change, handler);
  }
}
