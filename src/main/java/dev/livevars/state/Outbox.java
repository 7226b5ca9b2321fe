package dev.livevars.state;

import dev.livevars.bus.Address;
import dev.livevars.bus.Bus;
import dev.livevars.model.ChangeSet;
import dev.livevars.model.FeedMessage;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;

/**
 * The feed of a session on its way out: what is committed in one turn of the event loop leaves in
 * one message, since each costs every event loop with a watcher a wake-up, and another node one of
 * its own. Confined to the context of its owner.
 */
final class Outbox {
  private static final int MOST_SETS = 256;
  private static final long MOST_BYTES = 1 << 20;

  private final String session;
  private final long incarnation;
  private final Bus bus;
  private final Executor nextTurn;
  private List<ChangeSet> waiting = new ArrayList<>(1);
  private Promise<Void> published = Promise.promise();
  private long bytes;

  /**
   * An empty one.
   *
   * @param nextTurn runs things behind what the event loop has to do already
   */
  Outbox(String session, long incarnation, Bus bus, Executor nextTurn) {
    this.session = session;
    this.incarnation = incarnation;
    this.bus = bus;
    this.nextTurn = nextTurn;
  }

  /** Publishes a change set with what else comes in this turn; completed when that is done. */
  Future<Void> committed(ChangeSet set) {
    Future<Void> left = published.future();
    waiting.add(set);
    bytes += set.bytes();
    if (waiting.size() >= MOST_SETS || bytes >= MOST_BYTES) {
      flush();
    } else if (waiting.size() == 1) {
      nextTurn.execute(this::flush);
    }
    return left;
  }

  /** Publishes something else, behind what was committed before. */
  void publish(FeedMessage message) {
    flush();
    bus.publish(Address.feed(session), message);
  }

  /** Publishes now what waits. */
  void flush() {
    if (!waiting.isEmpty()) {
      List<ChangeSet> sets = waiting;
      Promise<Void> done = published;
      published = Promise.promise();
      waiting = new ArrayList<>(sets.size());
      bytes = 0;
      try {
        bus.publish(Address.feed(session), new FeedMessage.Committed(incarnation, sets));
      } finally {
        done.complete(); // it is durable, and who misses a message of the feed fetches it
      }
    }
  }
}
