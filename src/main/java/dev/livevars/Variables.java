package dev.livevars;

import static dev.livevars.Guard.guarded;

import dev.livevars.local.LocalState;
import dev.livevars.model.Command;
import dev.livevars.model.Command.BatchGetResult;
import dev.livevars.model.Command.BatchSetResult;
import dev.livevars.model.Command.SetResult;
import dev.livevars.model.Constraints;
import dev.livevars.model.HistoricValue;
import dev.livevars.model.LivevarsException;
import dev.livevars.model.Names;
import dev.livevars.model.Selectors;
import dev.livevars.model.Text;
import dev.livevars.model.Value;
import dev.livevars.model.Variable;
import dev.livevars.model.VariableChange;
import dev.livevars.model.WatchSpec;
import dev.livevars.model.WatcherInfo;
import dev.livevars.remote.BridgedState;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The variables of one session. Values are plain Java objects: Double, Long, String, Boolean,
 * float[], {@link dev.livevars.model.Tensor}, or a {@link Value}. Safe for any thread; futures
 * complete on the caller's context and fail with {@link LivevarsException}, whose reason tells why.
 */
public final class Variables {
  private static final int PAGE = 1_000;
  private static final int VERSIONS = 100;

  private final Vertx vertx;
  private final StateProvider provider;
  private final String session;
  private final String source;
  private final ReconnectingWatches reconnecting;

  Variables(Vertx vertx, StateProvider provider) {
    this(vertx, provider, Names.DEFAULT_SESSION, "", new ReconnectingWatches());
  }

  private Variables(
      Vertx vertx,
      StateProvider provider,
      String session,
      String source,
      ReconnectingWatches reconnecting) {
    this.vertx = vertx;
    this.provider = provider;
    this.session = session;
    this.source = source;
    this.reconnecting = reconnecting;
  }

  /**
   * The variables of the node that is deployed on this Vert.x, over its event bus; see {@link
   * Livevars#deploy}.
   */
  public static Variables local(Vertx vertx) {
    return new Variables(vertx, new LocalState(vertx));
  }

  /**
   * The variables of a node elsewhere, over gRPC. Close it when done. Within the timeout, and
   * unless told otherwise, it makes calls again that were certainly not carried out, and those that
   * change nothing after any error whose status is UNAVAILABLE.
   */
  public static Variables remote(Vertx vertx, RemoteOptions options) {
    return new Variables(vertx, new BridgedState(vertx, options));
  }

  /** The same, of another session. */
  public Variables inSession(String id) {
    return new Variables(vertx, provider, Names.requireSession(id), source, reconnecting);
  }

  /** The same, and writes say that they come from this source. */
  public Variables withSource(String name) {
    return new Variables(
        vertx, provider, session, Text.requireWellFormed("source", name), reconnecting);
  }

  /** What stands behind. */
  public StateProvider provider() {
    return provider;
  }

  /**
   * Brings a variable into being; VARIABLE_EXISTS when it is there, INVALID_… when the value does
   * not satisfy the constraints.
   */
  public Future<Variable> register(String name, Object value, Constraints constraints) {
    return register(name, value, constraints, "", Map.of());
  }

  /**
   * Brings a variable into being, like {@link #register(String, Object, Constraints)}.
   *
   * @param description for people; may be empty
   * @param metadata for programs; may be empty
   */
  public Future<Variable> register(
      String name,
      Object value,
      Constraints constraints,
      String description,
      Map<String, String> metadata) {
    return checked(
        () ->
            new Command.RegisterVariable(
                session, name, Value.of(value), constraints, description, metadata, false, source));
  }

  /**
   * Like {@link #register(String, Object, Constraints)}, but a variable that is there with equal
   * constraints is answered untouched.
   */
  public Future<Variable> registerIfAbsent(String name, Object value, Constraints constraints) {
    return checked(
        () ->
            new Command.RegisterVariable(
                session, name, Value.of(value), constraints, "", Map.of(), true, source));
  }

  /** Reads a variable; VARIABLE_NOT_FOUND when there is none. */
  public Future<Variable> get(String name) {
    return checked(() -> new Command.GetVariable(session, name));
  }

  /** Reads a value; INVALID_TYPE when it is of another class than the key's. */
  public <T> Future<T> get(VariableKey<T> key) {
    return get(key.name()).map(variable -> key.cast(variable.value()));
  }

  /** Sets a value. The answer tells whether that changed anything. */
  public Future<SetResult> set(String name, Object value) {
    return set(name, value, Map.of(), null);
  }

  /** Sets a value of the key's class. */
  public <T> Future<SetResult> set(VariableKey<T> key, T value) {
    return set(key.name(), value);
  }

  /**
   * Sets a value.
   *
   * @param metadata put over the variable's metadata, key by key
   * @param expectedVersion the version that the variable must have, else VERSION_MISMATCH; null is
   *     any
   */
  public Future<SetResult> set(
      String name, Object value, Map<String, String> metadata, @Nullable Long expectedVersion) {
    return checked(
        () ->
            new Command.SetVariable(
                session, name, Value.of(value), metadata, source, expectedVersion));
  }

  /**
   * Sets a value to what the function makes of the present one, and again of the newer one when
   * somebody was faster.
   */
  public Future<SetResult> update(String name, UnaryOperator<Object> function) {
    return new UpdateLoop(this, name, function).run();
  }

  /** Like {@link #update(String, UnaryOperator)}, with the key's class. */
  public <T> Future<SetResult> update(VariableKey<T> key, UnaryOperator<T> function) {
    return update(key.name(), present -> function.apply(key.cast(Value.of(present))));
  }

  /** Replaces the constraints, which the present value must satisfy. */
  public Future<Variable> updateConstraints(String name, Constraints constraints) {
    return checked(() -> new Command.UpdateConstraints(session, name, constraints, source));
  }

  /** Reads several variables as they are together. */
  public Future<BatchGetResult> getMany(String... names) {
    return checked(() -> new Command.BatchGet(session, Arrays.asList(names)));
  }

  /**
   * Sets several variables as one change set.
   *
   * @param atomic whether one bad value fails all; else the good ones are set and the bad ones are
   *     in the answer's errors
   */
  public Future<BatchSetResult> setMany(Map<String, ?> values, boolean atomic) {
    return checked(
        () -> {
          List<Command.Update> updates = new ArrayList<>(values.size());
          Text.required("values", values);
          values.forEach(
              (name, value) -> updates.add(new Command.Update(name, Value.of(value), null)));
          return new Command.BatchSet(session, updates, atomic, Map.of(), source);
        });
  }

  /** Deletes a variable; the answer is the revision of the deletion. */
  public Future<Long> delete(String name) {
    return checked(() -> new Command.DeleteVariable(session, name, null, source));
  }

  /**
   * Reads the last 100 versions of a variable, like {@link #history(String, int)}.
   *
   * @return completed with the versions, the present one first
   */
  public Future<List<HistoricValue>> history(String name) {
    return history(name, VERSIONS);
  }

  /**
   * Reads the versions of a variable that are retained, deletions included; also of a variable that
   * is deleted.
   *
   * @param limit the most versions wanted, from 1 to 10,000, else INVALID_REQUEST
   * @return completed with the versions, the present one first, fewer than wanted when there are no
   *     more or when they are large; fails with VARIABLE_NOT_FOUND when there never was a variable
   *     of that name
   */
  public Future<List<HistoricValue>> history(String name, int limit) {
    return checked(() -> new Command.GetHistory(session, name, limit));
  }

  /**
   * Sets a variable to the value that it had at a version, as a new version. Its metadata stay as
   * they are, and when it has that value nothing changes.
   *
   * @return completed with the variable as it is then; fails with VARIABLE_NOT_FOUND when it is
   *     deleted, VERSION_NOT_FOUND when that version never was or is a deletion, VERSION_COMPACTED
   *     when it is no longer retained, and like {@link #set(String, Object)} when today's
   *     constraints refuse the value
   */
  public Future<Variable> rollback(String name, long toVersion) {
    return checked(() -> new Command.Rollback(session, name, toVersion, source));
  }

  /** The sessions of the node; which one this is does not matter. */
  public Sessions sessions() {
    return new Sessions(provider);
  }

  /**
   * Reads the variables that match in the order of their names, page by page; no selector is all of
   * them.
   */
  public Future<List<Variable>> list(String... selectors) {
    return guarded(
        () -> listAfter(Selectors.parse(Arrays.asList(selectors)), "", new ArrayList<>()));
  }

  /**
   * Watches variables: calls the handler for every change, in order, on the caller's context. A
   * handler that throws is reported and gets the next change all the same.
   *
   * @return completed when the watch is live: after the present values, if they were asked for, and
   *     before the first change
   */
  public Future<Watch> watch(WatchOptions options, Handler<VariableChange> handler) {
    return guarded(
        () -> {
          Text.required("handler", handler);
          ContextInternal context = (ContextInternal) vertx.getOrCreateContext();
          WatchSpec spec = Text.required("options", options).toSpec(session);
          WatchTarget target = new ChangeHandler(context, session, options.filter(), handler);
          return opening(context, spec, options.reconnect(), target).open();
        });
  }

  /**
   * Watches variables as a stream that may be paused; see {@link WatchStream}. What is wrong with
   * the options is told by {@link WatchStream#whenLive} and the stream's exception handler.
   */
  public WatchStream watchStream(WatchOptions options) {
    ContextInternal context = (ContextInternal) vertx.getOrCreateContext();
    ChangeStream stream = new ChangeStream(context, session, options.filter());
    try {
      Opening opening = opening(context, options.toSpec(session), options.reconnect(), stream);
      return stream.of(opening.watch(), opening.open());
    } catch (LivevarsException e) {
      return stream.of(null, Future.failedFuture(e));
    }
  }

  /**
   * Makes a local copy of the variables that match, all of them without a selector, which follows
   * every change.
   *
   * @return completed when it has them
   */
  public Future<Mirror> mirror(String... selectors) {
    return guarded(
        () -> {
          ContextInternal context = (ContextInternal) vertx.getOrCreateContext();
          WatchSpec spec =
              WatchOptions.of(selectors).includeInitial(true).label("mirror").toSpec(session);
          Mirror mirror = new Mirror(context);
          Opening opening = opening(context, spec, true, mirror.target());
          return mirror.of(opening.watch(), opening.open());
        });
  }

  private Opening opening(
      ContextInternal context, WatchSpec spec, boolean reconnect, WatchTarget target) {
    OpenedWatch watch = new OpenedWatch(provider, context, target);
    if (!reconnect) {
      return new Opening(watch, () -> watch.open(spec));
    }
    ReconnectingWatch again = new ReconnectingWatch(provider, context, spec, watch, reconnecting);
    return new Opening(again, again::open);
  }

  /** A watch that was not asked for yet; opening it completes when it is live. */
  private record Opening(Watch watch, Supplier<Future<Watch>> opener) {
    Future<Watch> open() {
      return opener.get();
    }
  }

  /** Watches one variable: its present value, if it exists, and every change. */
  public Future<Watch> watchOne(String name, Handler<VariableChange> handler) {
    return guarded(
        () -> watch(WatchOptions.of(Names.requireVariable(name)).includeInitial(true), handler));
  }

  /**
   * Waits until a variable has a value that the predicate accepts.
   *
   * @return completed with that variable; fails with DEADLINE_EXCEEDED after the timeout
   */
  public Future<Variable> awaitValue(String name, Predicate<Value> predicate, Duration timeout) {
    return guarded(() -> new ValueAwaiter(vertx, this, predicate).await(name, timeout));
  }

  /** The session's watchers on all nodes that answer within 0.8 s, oldest first. */
  public Future<List<WatcherInfo>> listWatchers() {
    return provider.listWatchers(session);
  }

  /** Ends anybody's watch; WATCHER_NOT_FOUND when the session has none of that id. */
  public Future<Void> stopWatcher(String watcherId) {
    return provider.stopWatcher(session, watcherId);
  }

  /**
   * Consumes the changes of one variable straight from the event bus: at most once each, without
   * what {@link #watch} guarantees. Served by {@link #local} alone.
   *
   * @return completed with the id under which it is listed
   */
  public Future<String> consumer(String name, Handler<VariableChange> handler) {
    return guarded(() -> provider.consume(session, name, handler));
  }

  /** Ends the watches that were opened here and releases connections. */
  public Future<Void> close() {
    return reconnecting.close().eventually(provider::close).mapEmpty();
  }

  private Future<List<Variable>> listAfter(
      Selectors selectors, String after, List<Variable> found) {
    return provider
        .call(new Command.ListVariables(session, selectors, PAGE, after))
        .compose(
            cut -> {
              found.addAll(cut.variables());
              return cut.more()
                  ? listAfter(selectors, found.get(found.size() - 1).name(), found)
                  : Future.succeededFuture(List.copyOf(found));
            });
  }

  private <R> Future<R> checked(Supplier<Command.OfSession<R>> command) {
    return guarded(() -> provider.call(command.get()));
  }
}
