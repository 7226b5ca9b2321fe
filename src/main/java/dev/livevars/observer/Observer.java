package dev.livevars.observer;

import dev.livevars.bus.Bus;
import dev.livevars.model.LivevarsException;
import dev.livevars.model.Reason;
import dev.livevars.model.WatcherInfo;
import dev.livevars.model.WatcherQuery;
import dev.livevars.model.WatcherTotals;
import dev.livevars.watch.Expression;
import dev.livevars.watch.ObserverRequest;
import dev.livevars.watch.ObserverRequest.Registered;
import dev.livevars.watch.Origin;
import dev.livevars.watch.Timers;
import dev.livevars.watch.Watcher;
import io.netty.channel.EventLoop;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Opens, lists and stops the watchers of a node. Safe for any thread. */
final class Observer {
  private static final int ID_RADIX = 36;

  private final Map<String, Registration> registrations = new ConcurrentHashMap<>();
  private final Map<EventLoop, Loop> loops = new ConcurrentHashMap<>();
  private final Map<WatcherInfo.Kind, WatcherTotals> ended = new ConcurrentHashMap<>();
  private final VertxInternal vertx;
  private final Bus bus;
  private final String node;
  private final ObserverVerticle.Settings settings;
  private final InstantSource clock;
  private final Expressions expressions;
  private final Function<ContextInternal, Timers> timers;
  private final JoinPoints points;
  private final Specs specs = new Specs();
  private final Consumer<Watcher> onEnd = this::ended;

  Observer(
      Vertx vertx,
      Bus bus,
      String node,
      ObserverVerticle.Settings settings,
      InstantSource clock,
      Function<ContextInternal, Timers> timers,
      JoinPoints points) {
    this.vertx = (VertxInternal) vertx;
    this.bus = bus;
    this.node = node;
    this.settings = settings;
    this.clock = clock;
    this.expressions = new Expressions(vertx);
    this.timers = timers;
    this.points = points;
  }

  /** Answers a request. */
  Future<?> execute(ObserverRequest<?> request) {
    if (request instanceof ObserverRequest.OpenWatch open) {
      return expressions
          .of(open.spec().filter().expression())
          .map(expression -> open(open, expression));
    } else if (request instanceof ObserverRequest.TrackConsumer track) {
      return Future.succeededFuture(track(track));
    } else if (request instanceof ObserverRequest.MeasureWatchers) {
      return measure();
    } else if (request instanceof ObserverRequest.StopAll stop) {
      return Future.succeededFuture(stopAll(new LivevarsException(stop.reason(), stop.message())));
    }
    throw new IllegalArgumentException(request.toString());
  }

  /** Answers for the watchers of this node. */
  Future<?> answer(WatcherQuery<?> query) {
    if (query instanceof WatcherQuery.ListWatchers list) {
      return list(list.session());
    } else if (query instanceof WatcherQuery.CountWatchers count) {
      return Future.succeededFuture(count(Set.copyOf(count.sessions())));
    } else if (query instanceof WatcherQuery.StopWatcher stop) {
      return Future.succeededFuture(stop(stop));
    }
    throw new IllegalArgumentException(query.toString());
  }

  /** Ends every watch; tells how many there were. */
  int stopAll(LivevarsException cause) {
    List<Registration> all = List.copyOf(registrations.values());
    all.forEach(registration -> registration.stop(cause));
    return all.size();
  }

  /** Ends every watch and follows no session any more. */
  void close(LivevarsException cause) {
    stopAll(cause);
    loops.values().forEach(loop -> loop.execute(loop::close));
  }

  private Registered open(ObserverRequest.OpenWatch open, @Nullable Expression expression) {
    Origin origin = new Origin(newId(), open.kind(), node, open.peer(), clock.instant());
    Loop loop = loopOf(((ContextInternal) open.context()).nettyEventLoop());
    Watcher watcher =
        new Watcher(origin, specs.of(open.spec()), expression, open.sink(), loop.timers());
    OpenWatcher registration = new OpenWatcher(watcher, loop, onEnd);
    registrations.put(origin.id(), registration);
    Duration asked = open.spec().heartbeat();
    Duration heartbeat = asked.isZero() ? settings.heartbeat() : asked;
    // Whoever opens it knows its id, and how to take it back, before its first event.
    Registered registered = registered(origin.id(), registration, open.onRegistered());
    loop.execute(() -> loop.open(registration, heartbeat));
    return registered;
  }

  private void ended(Watcher watcher) {
    Origin origin = watcher.origin();
    registrations.remove(origin.id());
    WatcherTotals of = WatcherTotals.of(watcher.info(0, origin.since())).ended();
    ended.merge(origin.kind(), of, WatcherTotals::plus);
  }

  private Registered track(ObserverRequest.TrackConsumer track) {
    Origin origin = new Origin(newId(), WatcherInfo.Kind.LOCAL, node, "", clock.instant());
    Registration registration =
        new Registration.OfConsumer(origin, track, () -> registrations.remove(origin.id()));
    registrations.put(origin.id(), registration);
    return registered(origin.id(), registration, track.onRegistered());
  }

  private static Registered registered(
      String id, Registration registration, Consumer<Registered> onRegistered) {
    Registered registered = new Registered(id, () -> registration.stop(cancelled()));
    onRegistered.accept(registered);
    return registered;
  }

  private static LivevarsException cancelled() {
    return new LivevarsException(Reason.CANCELLED, "the watch was cancelled");
  }

  private Future<List<WatcherInfo>> list(String session) {
    List<Future<WatcherInfo>> infos =
        registrations.values().stream()
            .filter(registration -> registration.session().equals(session))
            .map(registration -> registration.info(clock.instant()))
            .toList();
    return Future.all(infos).map(all -> infos.stream().map(Future::result).toList());
  }

  private Future<Map<WatcherInfo.Kind, WatcherTotals>> measure() {
    List<Future<WatcherInfo>> infos =
        registrations.values().stream()
            .map(registration -> registration.info(clock.instant()))
            .toList();
    return Future.all(infos)
        .map(
            all -> {
              Map<WatcherInfo.Kind, WatcherTotals> totals = new EnumMap<>(WatcherInfo.Kind.class);
              totals.putAll(ended);
              infos.stream()
                  .map(Future::result)
                  .forEach(
                      info ->
                          totals.merge(info.kind(), WatcherTotals.of(info), WatcherTotals::plus));
              return totals;
            });
  }

  private Map<String, Integer> count(Set<String> sessions) {
    return registrations.values().stream()
        .map(Registration::session)
        .filter(sessions::contains)
        .collect(Collectors.toMap(session -> session, session -> 1, Integer::sum));
  }

  private boolean stop(WatcherQuery.StopWatcher stop) {
    Registration registration = registrations.get(stop.id());
    if (registration == null || !registration.session().equals(stop.session())) {
      return false;
    }
    registration.stop(new LivevarsException(Reason.STOPPED, "the watch was stopped by a call"));
    return true;
  }

  private Loop loopOf(EventLoop eventLoop) {
    return loops.computeIfAbsent(eventLoop, this::newLoop);
  }

  private Loop newLoop(EventLoop eventLoop) {
    ContextInternal context =
        vertx
            .contextBuilder()
            .withThreadingModel(ThreadingModel.EVENT_LOOP)
            .withEventLoop(eventLoop)
            .build();
    return new Loop(context, bus, settings.silence(), timers.apply(context), points);
  }

  private static String newId() {
    return "w-" + Long.toUnsignedString(UUID.randomUUID().getLeastSignificantBits(), ID_RADIX);
  }
}
