package dev.livevars.bus;

import dev.livevars.model.Claim;
import dev.livevars.model.Command;
import dev.livevars.model.LivevarsException;
import dev.livevars.model.Reason;
import dev.livevars.model.Reply;
import dev.livevars.model.Session;
import dev.livevars.model.Shards;
import dev.livevars.model.WatcherQuery;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import io.vertx.core.internal.VertxInternal;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The event bus with typed addresses. It holds no state of its own: any number may stand before one
 * Vert.x.
 */
public final class Bus {
  private static final Logger LOG = LoggerFactory.getLogger(Bus.class);
  private static final DeliveryOptions PUBLISH =
      new DeliveryOptions().setCodecName(ReferenceCodec.NAME);

  /** For how long it is asked again while an owner moves; clients wait about as long. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** For how long an answer that changes nothing is waited for at first: the owner may be gone. */
  private static final long FIRST_WAIT_MILLIS = 2_000;

  private static final long FIRST_PAUSE_MILLIS = 10;
  private static final long LONGEST_PAUSE_MILLIS = 250;

  /** After how long an owner that has lost a shard is not expected to answer any more. */
  private static final long MOVE_MILLIS = 500;

  private static final String ALONE = "alone";
  private static final String MOVED = "livevars.moved";

  private static final DeliveryOptions LOCAL =
      new DeliveryOptions().setCodecName(ReferenceCodec.NAME).setLocalOnly(true);

  private final VertxInternal vertx;
  private final EventBus bus;

  /** The bus of a Vert.x; the codec is registered there once. */
  public Bus(Vertx vertx) {
    this.vertx = (VertxInternal) vertx;
    this.bus = vertx.eventBus();
    try {
      bus.registerCodec(new ReferenceCodec());
    } catch (IllegalStateException present) {
      LOG.trace("codec is registered already", present);
    }
    if (vertx.isClustered()) {
      Routes.of(vertx).ask();
    }
  }

  /**
   * Asks the owner of the command's session. In a cluster it is asked again for 10 s when it
   * certainly has not done what is asked, or that would change nothing: its shard may be on its way
   * to another node.
   *
   * @return completed on the caller's context with the answer; fails with the owner's {@link
   *     LivevarsException}, or with OWNER_UNAVAILABLE when none answers
   */
  public <R> Future<R> request(Command.OfSession<R> command) {
    return request(command, PATIENCE);
  }

  /**
   * As {@link #request(Command.OfSession)}, but in a cluster it is asked again for another time.
   */
  public <R> Future<R> request(Command.OfSession<R> command, Duration patience) {
    return askOwner(Shards.of(command.session()), command, patience);
  }

  /**
   * Reads sessions in the order of their ids from the owners of all shards; completed like {@link
   * #request}.
   *
   * @param after only ids after this one; empty is from the start
   * @param limit the most sessions wanted
   */
  public Future<List<Session>> listSessions(String after, int limit) {
    List<Future<List<Session>>> answers =
        IntStream.range(0, Shards.COUNT)
            .mapToObj(
                shard ->
                    this.<List<Session>>askOwner(
                        shard, new Command.ListSessions(shard, after, limit), PATIENCE))
            .toList();
    return Future.all(answers)
        .map(
            all ->
                answers.stream()
                    .flatMap(answer -> answer.result().stream())
                    .sorted(Comparator.comparing(Session::id))
                    .limit(limit)
                    .toList());
  }

  /** Asks this node's observer; completed like {@link #request}. */
  public <Q, R> Future<R> requestLocal(Address<Q> address, Q body) {
    return ask(address, body, LOCAL);
  }

  /** Publishes to whoever consumes the address; nobody is a good answer. */
  public <T> void publish(Address<? super T> address, T body) {
    bus.publish(address.name(), body, PUBLISH);
  }

  /** Consumes an address on the current context. */
  public <T> MessageConsumer<T> consumer(Address<T> address, Handler<T> handler) {
    return bus.<T>consumer(address.name(), message -> handler.handle(message.body()));
  }

  /**
   * Serves requests on the current context; an error other than a {@link LivevarsException} is
   * answered as INTERNAL.
   */
  public <Q, R> MessageConsumer<Q> serve(Address<Q> address, Function<Q, Future<R>> service) {
    return bus.<Q>consumer(address.name(), message -> answer(message, service));
  }

  /** Like {@link #serve}, for requests of this node only. */
  public <Q, R> MessageConsumer<Q> serveLocal(Address<Q> address, Function<Q, Future<R>> service) {
    return bus.<Q>localConsumer(address.name(), message -> answer(message, service));
  }

  private static <Q, R> void answer(Message<Q> message, Function<Q, Future<R>> service) {
    Future<R> result;
    try {
      result = service.apply(message.body());
    } catch (RuntimeException e) {
      result = Future.failedFuture(e);
    }
    result.onComplete(
        value -> message.reply(new Reply<>(value, null), PUBLISH),
        failure -> message.reply(new Reply<>(null, toError(failure)), PUBLISH));
  }

  private static LivevarsException toError(Throwable failure) {
    if (failure instanceof LivevarsException known) {
      return known;
    }
    LOG.error("a request failed in an unforeseen way", failure);
    return new LivevarsException(Reason.INTERNAL, "internal error: " + failure);
  }

  /**
   * Asks the observers of all members of the cluster, this one included; completed like {@link
   * #request}.
   *
   * @return the answers by member; that of a member without an observer, or one that does not
   *     answer within 2 s, is its failure
   */
  public <R> Future<Map<String, Future<R>>> askObservers(WatcherQuery<R> query) {
    return askObservers(query, Duration.ofMillis(FIRST_WAIT_MILLIS));
  }

  /** As {@link #askObservers(WatcherQuery)}, with another limit than 2 s. */
  public <R> Future<Map<String, Future<R>>> askObservers(WatcherQuery<R> query, Duration limit) {
    Map<String, Future<R>> answers = new HashMap<>();
    DeliveryOptions options = new DeliveryOptions(PUBLISH).setSendTimeout(limit.toMillis());
    for (String member : members()) {
      Address<WatcherQuery<?>> address = Address.watchers(member);
      answers.put(
          member,
          bus.<Reply<R>>request(address.name(), query, options)
              .compose(reply -> unpack(reply.body())));
    }
    return Future.join(List.copyOf(answers.values()))
        .transform(all -> Future.succeededFuture(answers));
  }

  /** Whether a member has no observer, or is none any more. */
  public static boolean isNobody(Throwable failure) {
    return failure instanceof ReplyException unanswered
        && unanswered.failureType() == ReplyFailure.NO_HANDLERS;
  }

  /** What this member of the cluster is called; there is one of that name when it is alone. */
  public String member() {
    return vertx.isClustered() ? vertx.clusterManager().getNodeId() : ALONE;
  }

  /** What the members of the cluster are called, this one included. */
  public List<String> members() {
    return vertx.isClustered() ? vertx.clusterManager().getNodes() : List.of(ALONE);
  }

  /**
   * Serves the commands of the shards that this member owns, on the current context.
   *
   * @param owned tells which they are
   */
  public Future<?> serveOwner(
      Function<Command<?>, Future<Object>> service, Supplier<Set<Integer>> owned) {
    MessageConsumer<?> questions = bus.consumer(Routes.QUESTIONS, question -> claim(owned.get()));
    return Future.all(serve(Address.owner(member()), service).completion(), questions.completion());
  }

  /** Says that this member owns shards. */
  public void claim(Set<Integer> shards) {
    if (!shards.isEmpty() && vertx.isClustered()) {
      publish(Address.claims(), new Claim(member(), shards));
    }
  }

  /**
   * Completed when all that this member owned is claimed by others, as far as it has heard, and
   * after 2 s at most.
   */
  public Future<Void> handedOver() {
    Promise<Void> promise = Promise.promise();
    long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(FIRST_WAIT_MILLIS);
    vertx.setPeriodic(
        2 * FIRST_PAUSE_MILLIS,
        timer -> {
          boolean alone = members().size() <= 1;
          if (alone || !Routes.of(vertx).hasAny(member()) || until - System.nanoTime() <= 0) {
            vertx.cancelTimer(timer);
            // Others hear of it about now.
            vertx.setTimer(LONGEST_PAUSE_MILLIS, heard -> promise.tryComplete());
          }
        });
    return promise.future();
  }

  /** Tells the nodes of the cluster that shards may be free or taken now. */
  public void tellOfMove() {
    bus.publish(MOVED, null);
  }

  /** Called on the current context when shards may have moved. */
  public MessageConsumer<?> onMove(Runnable action) {
    return bus.consumer(MOVED, message -> action.run());
  }

  private <R> Future<R> askOwner(int shard, Command<R> command, Duration patience) {
    if (!vertx.isClustered()) {
      return ask(Address.owner(ALONE), command, PUBLISH);
    }
    Promise<R> answer = vertx.getOrCreateContext().promise();
    new Attempts<>(shard, command, patience, answer).run();
    return answer.future();
  }

  /** Asks an owner until it answers or patience ends. */
  private final class Attempts<R> {
    private final long until;
    private final Routes routes = Routes.of(vertx);
    private final int shard;
    private final Command<R> command;
    private final boolean repeatable;
    private final Promise<R> answer;
    private long wait = FIRST_WAIT_MILLIS;
    private long pause = FIRST_PAUSE_MILLIS;

    Attempts(int shard, Command<R> command, Duration patience, Promise<R> answer) {
      this.until = System.nanoTime() + patience.toNanos();
      this.shard = shard;
      this.command = command;
      this.repeatable = command.changesNothing();
      this.answer = answer;
    }

    void run() {
      String owner = routes.owner(shard);
      if (owner == null) {
        failed(new ReplyException(ReplyFailure.NO_HANDLERS));
        return;
      }
      long timeout = Math.max(1, repeatable ? Math.min(wait, left()) : left());
      DeliveryOptions options = new DeliveryOptions(PUBLISH).setSendTimeout(timeout);
      Future<R> reply =
          bus.<Reply<R>>request(Address.owner(owner).name(), command, options)
              .compose(body -> unpack(body.body()));
      reply.onComplete(answer::tryComplete, this::failed);
      if (!repeatable) {
        watchOver(owner, reply);
      }
    }

    /** What an owner has not answered when another has taken over is not answered any more. */
    private void watchOver(String owner, Future<R> reply) {
      vertx.setTimer(
          MOVE_MILLIS,
          timer -> {
            if (reply.isComplete()) {
              return;
            } else if (owner.equals(routes.owner(shard))) {
              watchOver(owner, reply);
            } else {
              vertx.setTimer(
                  MOVE_MILLIS,
                  last -> answer.tryFail(unclaimed(new ReplyException(ReplyFailure.TIMEOUT))));
            }
          });
    }

    private void failed(Throwable failure) {
      if (answer.future().isComplete()) {
        return;
      } else if (left() <= pause || !mayAskAgain(failure)) {
        answer.tryFail(failure instanceof LivevarsException ? failure : unclaimed(failure));
        return;
      }
      if (isTimeout(failure)) {
        wait *= 2;
      }
      routes.ask();
      vertx.setTimer(pause, timer -> run());
      pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
    }

    private Throwable unclaimed(Throwable failure) {
      return unanswered(
          failure, "no node of the cluster owns the sessions of shard %d now".formatted(shard));
    }

    /** Whatever does not reach an owner is not done; what is not answered may be. */
    private boolean mayAskAgain(Throwable failure) {
      if (failure instanceof LivevarsException refused) {
        return refused.reason() == Reason.OWNER_UNAVAILABLE;
      }
      return repeatable || !isTimeout(failure);
    }

    private static boolean isTimeout(Throwable failure) {
      return failure instanceof ReplyException lost && lost.failureType() == ReplyFailure.TIMEOUT;
    }

    private long left() {
      return TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime());
    }
  }

  private <R> Future<R> ask(Address<?> address, Object body, DeliveryOptions options) {
    return bus.<Reply<R>>request(address.name(), body, options)
        .transform(
            asked ->
                asked.succeeded()
                    ? unpack(asked.result().body())
                    : Future.failedFuture(
                        unanswered(
                            asked.cause(),
                            "no Livevars node serves here: deploy one with"
                                + " Livevars.deploy(vertx)")));
  }

  private static <R> Future<R> unpack(Reply<R> reply) {
    LivevarsException error = reply.error();
    if (error == null) {
      return Future.succeededFuture(reply.result());
    }
    // An owner that refuses so has done nothing; what it does not answer, it may have done.
    boolean refused = error.reason() == Reason.OWNER_UNAVAILABLE;
    return Future.failedFuture(refused ? error.notDone() : error);
  }

  /** What is told of it has no addresses of the bus, which the message of the cause may have. */
  private static Throwable unanswered(Throwable cause, String nobody) {
    if (!(cause instanceof ReplyException reply)) {
      return cause;
    }
    String message =
        switch (reply.failureType()) {
          case NO_HANDLERS -> nobody;
          case TIMEOUT -> "the owner did not answer in time";
          default -> "the owner could not be asked";
        };
    LivevarsException error = new LivevarsException(Reason.OWNER_UNAVAILABLE, message);
    return reply.failureType() == ReplyFailure.TIMEOUT ? error : error.notDone();
  }
}
