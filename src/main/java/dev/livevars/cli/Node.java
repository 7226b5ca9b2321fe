package dev.livevars.cli;

import dev.livevars.Livevars;
import dev.livevars.NodeOptions;
import dev.livevars.config.Settings;
import dev.livevars.config.Table;
import dev.livevars.model.LivevarsException;
import dev.livevars.ops.HttpVerticle;
import dev.livevars.ops.Meters;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A node as a process: its Vert.x, its verticles, and the way down. */
final class Node {
  private static final Logger LOG = LoggerFactory.getLogger(Node.class);
  private static final int DRAIN_SECONDS = 10;
  private static final int LEAVE_SECONDS = 3;

  /**
   * One a processor: Vert.x makes two, which take turns there, and each reads the feed. At least
   * two, so that whoever asks how the node is does not wait for one that is busy.
   */
  private static final int EVENT_LOOPS = Math.max(2, Runtime.getRuntime().availableProcessors());

  private final AtomicBoolean serves = new AtomicBoolean();
  private final Meters meters = new Meters();
  private final Settings settings;
  private final Vertx vertx;
  private final Livevars livevars;
  private final HttpVerticle http;

  private Node(Settings settings) {
    this.settings = settings;
    this.vertx = vertx(settings, meters);
    NodeOptions options = settings.node();
    try {
      this.livevars =
          listening(
              Livevars.deploy(vertx, options),
              new Endpoint(options.grpcHost(), options.grpcPort()),
              Table.GRPC_PORT.flag());
      this.http =
          new HttpVerticle(
              settings.httpHost(),
              settings.get(Table.HTTP_PORT),
              meters,
              serves::get,
              livevars::measureWatchers);
      listening(
          vertx.deployVerticle(http),
          new Endpoint(settings.httpHost(), settings.get(Table.HTTP_PORT)),
          Table.HTTP_PORT.flag());
    } catch (StartException e) {
      vertx.close().await();
      throw e;
    }
    serves.set(true);
  }

  /** Starts a node and waits until it serves; throws StartException when it cannot. */
  static Node start(Settings settings) {
    return new Node(settings);
  }

  Endpoint grpc() {
    return new Endpoint(settings.node().grpcHost(), livevars.grpcPort());
  }

  Endpoint http() {
    return new Endpoint(settings.httpHost(), http.port());
  }

  /**
   * Says that it is not ready, ends the watches as DRAINING, hands over what it owns, and ends the
   * process: with 0, which supervisors take for a clean stop, or with 1 when that did not work or
   * took 10 s. To leave the cluster takes members that answer: it does not wait long for them.
   */
  void drainAndHalt() {
    serves.set(false);
    boolean drained = isOver(livevars.close(), DRAIN_SECONDS);
    if (!drained) {
      LOG.error("the node has not drained within {} s", DRAIN_SECONDS);
    }
    if (!isOver(vertx.close(), LEAVE_SECONDS)) {
      LOG.info("the node has gone without waiting for the others");
    }
    Log.close();
    Runtime.getRuntime().halt(drained ? 0 : 1);
  }

  private static boolean isOver(Future<?> work, int seconds) {
    try {
      work.await(seconds, TimeUnit.SECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (RuntimeException e) {
      LOG.error("the node did not stop well", e);
      return false;
    }
  }

  private static Vertx vertx(Settings settings, Meters meters) {
    VertxOptions options =
        new VertxOptions()
            .setPreferNativeTransport(true)
            .setEventLoopPoolSize(EVENT_LOOPS)
            .setMetricsOptions(Meters.options());
    if (!settings.get(Table.CLUSTER)) {
      return Vertx.builder().with(options).withMetrics(meters.factory()).build();
    }
    try {
      return Livevars.clustered(options, settings.cluster())
          .withMetrics(meters.factory())
          .buildClustered()
          .await();
    } catch (LivevarsException e) {
      throw new StartException(e.message());
    } catch (RuntimeException e) {
      LOG.debug("no cluster", e);
      throw new StartException("cannot join the cluster: " + e.getMessage());
    }
  }

  private static <T> T listening(Future<T> started, Endpoint address, String flag) {
    return started
        .recover(failure -> Future.failedFuture(explained(failure, address, flag)))
        .await();
  }

  private static StartException explained(Throwable failure, Endpoint address, String flag) {
    LOG.debug("no start", failure);
    if (failure instanceof LivevarsException refused) {
      return new StartException(refused.message());
    }
    return new StartException(
        failure instanceof IOException && String.valueOf(failure.getMessage()).contains("in use")
            ? "%s is taken: stop what listens there or choose another port with %s"
                .formatted(address, flag)
            : "cannot serve on %s: %s".formatted(address, failure));
  }
}
