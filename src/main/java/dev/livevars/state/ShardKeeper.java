package dev.livevars.state;

import dev.livevars.bus.Bus;
import dev.livevars.changelog.Lease;
import dev.livevars.changelog.SharedChangelog;
import dev.livevars.changelog.StoredSession;
import dev.livevars.model.LivevarsException;
import dev.livevars.model.Reason;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.MessageConsumer;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a node's share of the shards in a cluster: renews the lease at a third of its term, takes
 * up what the lease brings, and hands on what is more than a fair share. Nodes tell each other when
 * there is something to take; should that be lost, they find it at the next renewal, or when the
 * lease of another runs out. Confined to the context of its verticle.
 */
final class ShardKeeper {
  private static final Logger LOG = LoggerFactory.getLogger(ShardKeeper.class);

  /** How much sooner than the database this node takes its lease for ended: a part of the term. */
  private static final int MARGIN = 20;

  /** After how long a failed renewal is tried again: a part of the term. */
  private static final int AGAIN = 10;

  private final Vertx vertx;
  private final Bus bus;
  private final SharedChangelog changelog;
  private final ShardServer server;
  private final Duration term;
  private final Holding holding;

  /** Those that are being read. */
  private final Set<Integer> gaining = new HashSet<>();

  /**
   * Those that are on their way to others, by the time when that was done; null until then. A look
   * that was asked for before may still name them.
   */
  private final Map<Integer, @Nullable Long> handedOn = new HashMap<>();

  /** Counts the losses of shards: what was read before one is not of now. */
  private long tenure;

  private @Nullable MessageConsumer<?> calls;
  private long timer;
  private boolean looking;
  private boolean lookAgain;
  private boolean stopped;

  /** Until when this node may take itself for an owner, by the monotonic clock. */
  static final class Holding {
    private volatile long until = System.nanoTime();

    boolean holds() {
      return until - System.nanoTime() > 0;
    }
  }

  ShardKeeper(
      Vertx vertx,
      Bus bus,
      SharedChangelog changelog,
      ShardServer server,
      Holding holding,
      Duration term) {
    this.vertx = vertx;
    this.bus = bus;
    this.changelog = changelog;
    this.server = server;
    this.holding = holding;
    this.term = term;
  }

  /** Joins; completed when the shards that were free then are served. */
  Future<?> start() {
    calls = bus.onMove(this::look);
    looking = true;
    long asked = System.nanoTime();
    return changelog
        .lease()
        .compose(
            lease -> {
              Future<?> served = held(lease, asked);
              looked(lease.othersExpireIn());
              return served;
            })
        .onSuccess(served -> bus.tellOfMove())
        .onFailure(failure -> rest());
  }

  /** Hands all shards on. */
  Future<Void> stop() {
    rest();
    server.loseAll();
    return changelog
        .leave()
        .compose(
            left -> {
              bus.tellOfMove();
              return bus.handedOver();
            })
        .recover(
            failure -> {
              LOG.info("others find out that this node has left: {}", failure.getMessage());
              return Future.succeededFuture();
            });
  }

  private void rest() {
    stopped = true;
    vertx.cancelTimer(timer);
    if (calls != null) {
      calls.unregister();
    }
  }

  /** Looks at the lease now, or once more when that is being done. */
  private void look() {
    if (looking || stopped) {
      lookAgain = true;
      return;
    }
    looking = true;
    lookAgain = false;
    vertx.cancelTimer(timer);
    long asked = System.nanoTime();
    changelog
        .lease()
        .onSuccess(
            lease -> {
              held(lease, asked);
              looked(lease.othersExpireIn());
            })
        .onFailure(
            failure -> {
              notHeld(failure);
              looked(term.dividedBy(AGAIN));
            });
  }

  private void looked(Duration soonest) {
    looking = false;
    if (stopped) {
      return;
    } else if (lookAgain) {
      look();
      return;
    }
    long third = term.dividedBy(3).toMillis();
    timer = vertx.setTimer(Math.max(1, Math.min(third, soonest.toMillis() + 1)), due -> look());
  }

  /**
   * Gives up what is not held any more, hands on what is too much and takes up what is new. None of
   * that is waited for: the lease is renewed meanwhile.
   *
   * @return completed when what is new is served
   */
  private Future<?> held(Lease lease, long asked) {
    if (stopped) {
      return Future.succeededFuture();
    }
    holding.until = asked + term.minus(term.dividedBy(MARGIN)).toNanos();
    Set<Integer> lost = without(server.shards(), lease.shards());
    if (!lost.isEmpty()) {
      lose(lost);
    }
    handedOn.values().removeIf(done -> done != null && done - asked < 0);
    Set<Integer> named = without(lease.shards(), handedOn.keySet());
    int surplus = named.size() - lease.fairShare();
    Set<Integer> tooMuch =
        server.shards().stream().sorted().limit(Math.max(0, surplus)).collect(Collectors.toSet());
    if (!tooMuch.isEmpty()) {
      handOn(tooMuch);
    }
    return gain(without(without(without(named, tooMuch), server.shards()), gaining));
  }

  private void notHeld(Throwable failure) {
    if (failure instanceof LivevarsException e && e.reason() == Reason.OWNER_UNAVAILABLE) {
      LOG.warn("the lease ended before it was renewed: others own what this node owned");
      lose(server.shards());
      lookAgain = true;
    } else {
      LOG.warn("the lease could not be renewed, will try again: {}", failure.getMessage());
    }
  }

  private void lose(Set<Integer> shards) {
    tenure++;
    gaining.clear();
    server.lose(shards);
  }

  /** Stops serving them first, so that whoever takes them finds all that was done. */
  private void handOn(Set<Integer> shards) {
    LOG.info("handing on {} shards", shards.size());
    server.lose(shards);
    shards.forEach(shard -> handedOn.put(shard, null));
    changelog
        .release(shards)
        .onSuccess(released -> bus.tellOfMove())
        .onFailure(failure -> LOG.warn("shards are not handed on: {}", failure.getMessage()))
        .onComplete(
            done -> {
              long now = System.nanoTime();
              shards.forEach(shard -> handedOn.replace(shard, now));
            });
  }

  private Future<?> gain(Set<Integer> shards) {
    if (shards.isEmpty()) {
      return Future.succeededFuture();
    }
    long now = tenure;
    gaining.addAll(shards);
    return changelog
        .recover(shards)
        .compose(sessions -> now == tenure ? gained(shards, sessions) : Future.succeededFuture())
        .onFailure(failure -> notGained(shards, failure))
        .onComplete(done -> shards.forEach(gaining::remove));
  }

  private Future<?> gained(Set<Integer> shards, List<StoredSession> sessions) {
    if (stopped || !holding.holds()) {
      return Future.succeededFuture();
    }
    LOG.info("serving {} more shards", shards.size());
    return server.gain(shards, sessions, true);
  }

  private void notGained(Set<Integer> shards, Throwable failure) {
    LOG.warn("{} shards are not served yet: {}", shards.size(), failure.getMessage());
    server.lose(shards);
  }

  private static Set<Integer> without(Set<Integer> all, Set<Integer> some) {
    return all.stream().filter(shard -> !some.contains(shard)).collect(Collectors.toSet());
  }
}
