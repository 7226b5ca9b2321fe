package dev.livevars.peers.livevars;

import dev.livevars.RemoteOptions;
import dev.livevars.Variables;
import dev.livevars.WatchOptions;
import dev.livevars.model.Constraints;
import dev.livevars.model.Value;
import dev.livevars.model.VariableChange;
import dev.livevars.peers.Client;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** A client with an event loop of its own, like a program elsewhere. */
final class LivevarsClient implements Client {
  /** To open thousands of watches at once takes a moment. */
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final Vertx vertx =
      Vertx.vertx(new VertxOptions().setPreferNativeTransport(true).setEventLoopPoolSize(1));
  private final Context context = vertx.getOrCreateContext();
  private final LongAdder merged = new LongAdder();
  private final Variables variables;

  LivevarsClient(int port) {
    variables = Variables.remote(vertx, RemoteOptions.of("127.0.0.1", port).timeout(PATIENCE));
  }

  @Override
  public CompletableFuture<?> declare(String name, String value) {
    return onContext(() -> variables.registerIfAbsent(name, value, Constraints.ofString()));
  }

  @Override
  public CompletableFuture<?> set(String name, String value) {
    return onContext(() -> variables.set(name, value));
  }

  @Override
  public CompletableFuture<?> watch(String name, Consumer<String> receiver) {
    WatchOptions options = WatchOptions.of(name).bufferCapacity(1_000_000);
    return onContext(() -> variables.watch(options, change -> receive(change, receiver)));
  }

  @Override
  public long merged() {
    return merged.sum();
  }

  @Override
  public void close() throws Exception {
    variables
        .close()
        .eventually(vertx::close)
        .toCompletionStage()
        .toCompletableFuture()
        .get(30, TimeUnit.SECONDS);
  }

  private void receive(VariableChange change, Consumer<String> receiver) {
    if (change.mergedCount() > 1) {
      merged.add(change.mergedCount() - 1);
    }
    receiver.accept(((Value.StringValue) change.newValue()).value());
  }

  private <T> CompletableFuture<T> onContext(Supplier<Future<T>> call) {
    CompletableFuture<T> result = new CompletableFuture<>();
    if (Vertx.currentContext() == context) {
      complete(call, result);
    } else {
      context.runOnContext(ignored -> complete(call, result));
    }
    return result;
  }

  private static <T> void complete(Supplier<Future<T>> call, CompletableFuture<T> result) {
    call.get().onComplete(result::complete, result::completeExceptionally);
  }
}
