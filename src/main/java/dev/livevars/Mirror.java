package dev.livevars;

import dev.livevars.model.ChangeSet;
import dev.livevars.model.Variable;
import dev.livevars.model.VariableChange;
import dev.livevars.model.WatchEnd;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.internal.ContextInternal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;

/**
 * A local, read-only copy of selected variables that follows every change: reads cost a look-up and
 * no hop. What was changed together is seen together in {@link #variables}. When the node cannot be
 * reached it keeps what it has, says so by {@link #isLive}, and catches up by itself. Reads are
 * safe for any thread. Close it when done; one made in a verticle is closed when that is
 * undeployed.
 */
public final class Mirror {
  private final List<Handler<VariableChange>> handlers = new CopyOnWriteArrayList<>();
  private final ContextInternal context;
  private volatile View view = new View(0, HashTreePMap.empty());
  private volatile boolean live;
  private volatile @Nullable Watch watch;

  private record View(long revision, PMap<String, Variable> variables) {}

  Mirror(ContextInternal context) {
    this.context = context;
  }

  /** Where the events of its watch go. */
  WatchTarget target() {
    return new Target();
  }

  /** Completed with the mirror when the watch is live. */
  Future<Mirror> of(Watch opening, Future<Watch> whenLive) {
    watch = opening;
    return whenLive.map(open -> this);
  }

  /** The variable as it is now; null when there is none of that name among the selected. */
  public @Nullable Variable get(String name) {
    return view.variables().get(name);
  }

  /**
   * The value as it is now; null when there is no such variable among the selected.
   *
   * @throws dev.livevars.model.LivevarsException INVALID_TYPE when it is of another class than the
   *     key's
   */
  public <T> @Nullable T get(VariableKey<T> key) {
    Variable variable = get(key.name());
    return variable == null ? null : key.cast(variable.value());
  }

  /** All of them as they are at one revision; the map never changes. */
  public Map<String, Variable> variables() {
    return view.variables();
  }

  /** The revision of the last change that it has. */
  public long revision() {
    return view.revision();
  }

  /** Whether it follows the node now; if not, it has what was there before. */
  public boolean isLive() {
    return live;
  }

  /**
   * Adds what is called for each change, on the context that made the mirror, after the mirror has
   * it; a handler that throws is reported. Where the history of a time without the node is
   * compacted, the copy is replaced as a whole, of which the handler is not told.
   */
  public Mirror onChange(Handler<VariableChange> handler) {
    handlers.add(handler);
    return this;
  }

  /** Adds what is called when it follows no more, for good. */
  public Mirror onEnd(Handler<WatchEnd> handler) {
    Watch open = watch;
    if (open != null) {
      open.onEnd(handler);
    }
    return this;
  }

  /** Follows no more; completed when the last handler call is over. */
  public Future<Void> close() {
    Watch open = watch;
    return open == null ? Future.succeededFuture() : open.cancel();
  }

  private final class Target implements WatchTarget {
    @Override
    public void initial(long revision, List<Variable> variables) {
      Map<String, Variable> present = new HashMap<>();
      variables.forEach(variable -> present.put(variable.name(), variable));
      view = new View(revision, HashTreePMap.from(present));
    }

    @Override
    public void live(long revision) {
      live = true;
    }

    @Override
    public void changes(ChangeSet set) {
      PMap<String, Variable> variables = view.variables();
      for (VariableChange change : set.changes()) {
        Variable variable = change.variable();
        variables =
            variable == null
                ? variables.minus(change.name())
                : variables.plus(change.name(), variable);
      }
      view = new View(set.revision(), variables);
      for (Handler<VariableChange> handler : handlers) {
        set.changes().forEach(change -> context.dispatch(change, handler));
      }
    }

    @Override
    public void lost() {
      live = false;
    }

    @Override
    public Future<WatchEnd> end(WatchEnd end) {
      live = false;
      return Future.succeededFuture(end);
    }
  }
}
