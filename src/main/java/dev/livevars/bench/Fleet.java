package dev.livevars.bench;

import static java.util.Objects.requireNonNull;

import dev.livevars.bench.Loops.Loop;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Streams that watch, on several connections to one node that are spread over the event loops. It
 * counts what they receive and fails the measurement when one ends or goes back in revisions.
 * Whoever makes it closes it.
 */
final class Fleet implements AutoCloseable {
  private static final Receipt NOBODY = (firstRevision, lastRevision) -> {};

  private final List<Connection> connections = new ArrayList<>();
  private final AtomicInteger live = new AtomicInteger();
  private final LongAdder changes = new LongAdder();
  private final LongAdder messages = new LongAdder();
  private final AtomicReference<@Nullable String> failure = new AtomicReference<>();
  private volatile Receipt receipt = NOBODY;
  private volatile boolean closing;

  /** Told of each message with changes, on the event loop of its connection. */
  @FunctionalInterface
  interface Receipt {
    void received(long firstRevision, long lastRevision);
  }

  /**
   * Connects.
   *
   * @param window see {@link RawHttp2}
   */
  Fleet(Vertx vertx, ServerProcess node, int count, int window) {
    List<Loop> loops = Loops.of(vertx);
    List<Future<?>> connected = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Connection connection = new Connection(loops.get(i % loops.size()));
      connections.add(connection);
      connected.add(connection.connect(vertx, node.grpcPort(), window));
    }
    Waiting.result(Future.all(connected));
  }

  /** Opens as many streams on each connection as on the others, and waits until all are live. */
  void open(int streams, IntFunction<List<String>> selectors) {
    int before = live.get();
    for (int i = 0; i < connections.size(); i++) {
      List<List<String>> own = new ArrayList<>();
      for (int stream = i; stream < streams; stream += connections.size()) {
        own.add(selectors.apply(stream));
      }
      connections.get(i).open(own);
    }
    await(() -> live.get() == before + streams);
  }

  /** From now on told of what is received. */
  void onReceipt(Receipt handler) {
    receipt = handler;
  }

  /** The changes received by all streams together. */
  long changes() {
    return changes.sum();
  }

  /** The messages in which they came. */
  long messages() {
    return messages.sum();
  }

  /** Waits, unless a stream ends meanwhile. */
  void await(BooleanSupplier condition) {
    Waiting.until(() -> check() && condition.getAsBoolean());
  }

  /** True; throws when a stream has ended. */
  boolean check() {
    String broken = failure.get();
    if (broken != null) {
      throw new IllegalStateException("the measurement failed: " + broken);
    }
    return true;
  }

  /** Cancels every stream by itself; nothing more is asked of them. */
  void cancelAll() {
    closing = true;
    connections.forEach(Connection::cancelAll);
  }

  @Override
  public void close() {
    closing = true;
    connections.forEach(connection -> Waiting.result(connection.close()));
  }

  private void broken(String why) {
    if (!closing) {
      failure.compareAndSet(null, why);
    }
  }

  /** One connection; what it receives it receives on its loop. */
  private final class Connection implements RawWatches.Sink {
    private final Loop loop;
    private final AtomicReference<@Nullable RawWatches> watches = new AtomicReference<>();
    private long[] next = new long[0];

    Connection(Loop loop) {
      this.loop = loop;
    }

    Future<?> connect(Vertx vertx, int port, int window) {
      return loop.call(
          () ->
              RawWatches.connect(vertx, port, window, this, Fleet.this::broken)
                  .onSuccess(watches::set));
    }

    void open(List<List<String>> selectors) {
      loop.context()
          .runOnContext(
              ignored -> {
                next = Arrays.copyOf(next, next.length + selectors.size());
                selectors.forEach(connected()::open);
              });
    }

    void cancelAll() {
      loop.context().runOnContext(ignored -> connected().cancelAll());
    }

    Future<Void> close() {
      return connected().close();
    }

    private RawWatches connected() {
      return requireNonNull(watches.get());
    }

    @Override
    public void live(int watch, long revision) {
      next[watch] = revision + 1;
      live.incrementAndGet();
    }

    @Override
    public void changes(int watch, long firstRevision, long lastRevision, int count) {
      if (firstRevision < next[watch] || lastRevision < firstRevision) {
        broken("a stream got revision %d again".formatted(firstRevision));
      }
      next[watch] = lastRevision + 1;
      changes.add(count);
      messages.increment();
      receipt.received(firstRevision, lastRevision);
    }
  }
}
