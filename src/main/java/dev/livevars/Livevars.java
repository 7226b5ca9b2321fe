package dev.livevars;

import static java.util.Objects.requireNonNull;

import dev.livevars.bus.Address;
import dev.livevars.bus.Bus;
import dev.livevars.changelog.Changelog;
import dev.livevars.changelog.MemoryChangelog;
import dev.livevars.changelog.SharedChangelog;
import dev.livevars.changelog.sql.SqlChangelog;
import dev.livevars.changelog.sql.SqlSettings;
import dev.livevars.cluster.Membership;
import dev.livevars.grpc.GrpcEndpoint;
import dev.livevars.grpc.GrpcSettings;
import dev.livevars.model.LivevarsException;
import dev.livevars.model.Reason;
import dev.livevars.model.WatcherInfo;
import dev.livevars.model.WatcherTotals;
import dev.livevars.observer.ObserverVerticle;
import dev.livevars.state.VariablesVerticle;
import dev.livevars.watch.ObserverRequest;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxBuilder;
import io.vertx.core.VertxOptions;
import io.vertx.core.shareddata.LocalMap;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A Livevars node on a Vert.x. Whoever deploys it closes it. Safe for any thread. */
public final class Livevars {
  private static final Duration SILENCE = Duration.ofSeconds(3);

  private final Vertx vertx;
  private static final String ONLY = "node";

  private final NodeOptions options;
  private final InstantSource clock = InstantSource.system();

  /** In the order in which they are undeployed. */
  private final List<String> deployments = new CopyOnWriteArrayList<>();

  private final AtomicReference<@Nullable Promise<Void>> closing = new AtomicReference<>();
  private volatile int grpcPort = NodeOptions.NO_GRPC;

  private Livevars(Vertx vertx, NodeOptions options) {
    this.vertx = vertx;
    this.options = options;
  }

  /**
   * Deploys a node that keeps its variables in memory and serves this JVM alone; then {@link
   * Variables#local} works.
   *
   * @return completed when it serves
   */
  public static Future<Livevars> deploy(Vertx vertx) {
    return deploy(vertx, NodeOptions.defaults());
  }

  /**
   * Deploys a node; one Vert.x takes one.
   *
   * @return completed when it serves; fails when it cannot, with nothing left deployed: with
   *     STORE_UNUSABLE when its store is damaged, not one of Livevars or held by another process,
   *     STORE_UNAVAILABLE when it cannot be reached; in a cluster also with STORE_UNUSABLE when
   *     other nodes have another one, or when nodes that are no members of it share its own
   */
  public static Future<Livevars> deploy(Vertx vertx, NodeOptions options) {
    return begin(
        vertx,
        options,
        node ->
            node.deployOwner()
                .compose(owner -> node.deployObserver())
                .compose(observer -> node.deployGrpc()));
  }

  private static Future<Livevars> begin(
      Vertx vertx, NodeOptions options, Function<Livevars, Future<?>> deployment) {
    Livevars node = new Livevars(vertx, options);
    if (node.nodes().putIfAbsent(ONLY, options.node()) != null) {
      return Future.failedFuture(
          new LivevarsException(
              Reason.INVALID_REQUEST, "a Livevars node is deployed on this Vert.x already"));
    }
    return Future.succeededFuture()
        .compose(begun -> deployment.apply(node))
        .map(node)
        .recover(failure -> node.close().transform(undeployed -> Future.failedFuture(failure)));
  }

  /**
   * What a clustered Vert.x is made with, so that nodes and programs find each other; {@code
   * buildClustered} makes it.
   *
   * @param options for Vert.x; those of the event bus are replaced
   */
  public static VertxBuilder clustered(VertxOptions options, ClusterOptions cluster) {
    return Vertx.builder()
        .with(
            new VertxOptions(options)
                .setEventBusOptions(Membership.eventBus(cluster.host(), cluster.busPort())))
        .withClusterManager(
            Membership.manager(cluster.name(), cluster.host(), cluster.port(), cluster.members()));
  }

  /**
   * Joins the nodes of a cluster with a program that owns no variables: then {@link
   * Variables#local} works on its Vert.x. Undone by {@link #close}.
   *
   * @param vertx a clustered one
   * @param name what this member is called in lists of watchers
   */
  public static Future<Livevars> join(Vertx vertx, String name) {
    return begin(vertx, NodeOptions.defaults().node(name), node -> node.deployObserver());
  }

  /** The port that gRPC is served on; {@link NodeOptions#NO_GRPC} when it is not. */
  public int grpcPort() {
    return grpcPort;
  }

  /**
   * Measures how the node's watchers fare, and those that have ended, by where they live; a kind of
   * which there was none may be missing.
   */
  public Future<Map<WatcherInfo.Kind, WatcherTotals>> measureWatchers() {
    return new Bus(vertx).requestLocal(Address.observer(), new ObserverRequest.MeasureWatchers());
  }

  /**
   * Ends the node's watches as DRAINING, lets calls finish and undeploys it; variables in memory
   * are gone then.
   */
  public Future<Void> close() {
    Promise<Void> first = Promise.promise();
    if (closing.compareAndSet(null, first)) {
      undeployAll().onComplete(first);
    }
    return requireNonNull(closing.get()).future();
  }

  /** Undeploys one after the other, also when one was undeployed by somebody else. */
  private Future<Void> undeployAll() {
    Future<Void> undeployed = Future.succeededFuture();
    for (String deployment : deployments) {
      undeployed = undeployed.eventually(() -> undeploy(deployment));
    }
    return undeployed.eventually(
        () -> {
          nodes().remove(ONLY);
          return Future.succeededFuture();
        });
  }

  private Future<Void> undeploy(String deployment) {
    return vertx.deploymentIDs().contains(deployment)
        ? vertx.undeploy(deployment)
        : Future.succeededFuture();
  }

  private LocalMap<String, String> nodes() {
    return vertx.sharedData().getLocalMap("livevars.nodes");
  }

  /** What is not deployed does not close its changelog. */
  private Future<?> deployOwner() {
    Duration term = options.leaseTerm();
    if (term != null && !(vertx.isClustered() && options.store().startsWith("jdbc:postgresql:"))) {
      return Future.failedFuture(
          new LivevarsException(
              Reason.STORE_UNUSABLE,
              "nodes of a cluster share a store: name one with jdbc:postgresql:…, and a clustered"
                  + " Vert.x"));
    }
    Changelog changelog = changelog();
    VariablesVerticle owner =
        term != null && changelog instanceof SharedChangelog shared
            ? new VariablesVerticle(
                shared,
                options.beat(),
                clock,
                new VariablesVerticle.Membership(Membership.name(vertx), term))
            : new VariablesVerticle(changelog, options.beat(), clock);
    return vertx
        .deployVerticle(owner)
        .onSuccess(deployments::add)
        .recover(failure -> changelog.close().transform(closed -> Future.failedFuture(failure)));
  }

  private Changelog changelog() {
    if (options.store().equals(NodeOptions.MEMORY)) {
      return new MemoryChangelog(options.retainRevisions());
    }
    Duration term = options.leaseTerm();
    SqlSettings settings =
        SqlSettings.of(options.store())
            .credentials(options.storeUser(), options.storePassword())
            .sync(SqlSettings.Sync.valueOf(options.sync().name()))
            .retain(options.retainRevisions(), options.retainDuration())
            .clock(clock);
    return SqlChangelog.open(
        term == null
            ? settings
            : settings.shared(
                new SqlSettings.Member(options.node(), new Bus(vertx).member(), term)));
  }

  /** Undeployed first, so that watches end while there is still a way to tell their clients. */
  private Future<?> deployObserver() {
    ObserverVerticle.Settings settings =
        new ObserverVerticle.Settings(options.heartbeat(), SILENCE);
    return vertx
        .deployVerticle(new ObserverVerticle(options.node(), settings, clock))
        .onSuccess(id -> deployments.add(0, id));
  }

  /** Undeployed before the owner, so that calls under way are still answered. */
  private Future<?> deployGrpc() {
    if (options.grpcPort() == NodeOptions.NO_GRPC) {
      return Future.succeededFuture();
    }
    return GrpcEndpoint.deploy(
            vertx,
            new GrpcSettings(
                options.grpcHost(),
                options.grpcPort(),
                options.maxMessageSize(),
                options.keepaliveInterval(),
                options.keepaliveTimeout(),
                GrpcSettings.DEFAULT_MAX_CONCURRENT_STREAMS))
        .onSuccess(
            endpoint -> {
              deployments.add(1, endpoint.deployment());
              grpcPort = endpoint.port();
            });
  }
}
