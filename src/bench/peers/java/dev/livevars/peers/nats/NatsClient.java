package dev.livevars.peers.nats;

import dev.livevars.peers.Client;
import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import io.nats.client.JetStream;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.nats.client.PushSubscribeOptions;
import io.nats.client.api.AckPolicy;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.DeliverPolicy;
import io.nats.client.api.KeyValueConfiguration;
import io.nats.client.api.StorageType;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/** A connection, with a thread that opens watches, which blocks. */
final class NatsClient implements Client {
  private static final String BUCKET = "peers";

  /** What was overwritten before it was on its way is never received: keep all that is allowed. */
  private static final int MOST_HISTORY = 64;

  private final ExecutorService opening = Executors.newSingleThreadExecutor();
  private final Connection connection;
  private final JetStream stream;
  private final Dispatcher dispatcher;

  NatsClient(int port, StorageType storage) throws Exception {
    connection =
        Nats.connect(Options.builder().server("nats://127.0.0.1:" + port).maxReconnects(0).build());
    connection
        .keyValueManagement()
        .create(
            KeyValueConfiguration.builder()
                .name(BUCKET)
                .storageType(storage)
                .maxHistoryPerKey(MOST_HISTORY)
                .build());
    stream = connection.jetStream();
    dispatcher = connection.createDispatcher();
    dispatcher.setPendingLimits(-1, -1);
  }

  @Override
  public CompletableFuture<?> set(String name, String value) {
    return stream.publishAsync(subject(name), value.getBytes(StandardCharsets.US_ASCII));
  }

  @Override
  public CompletableFuture<?> watch(String name, Consumer<String> receiver) {
    CompletableFuture<Object> opened = new CompletableFuture<>();
    opening.execute(() -> complete(opened, () -> subscribe(name, receiver)));
    return opened;
  }

  @Override
  public void close() throws Exception {
    opening.shutdownNow();
    connection.close();
  }

  private Object subscribe(String name, Consumer<String> receiver) throws Exception {
    ConsumerConfiguration consumer =
        ConsumerConfiguration.builder()
            .ackPolicy(AckPolicy.None)
            .deliverPolicy(DeliverPolicy.New)
            .build();
    return stream.subscribe(
        subject(name),
        dispatcher,
        message -> receiver.accept(new String(message.getData(), StandardCharsets.US_ASCII)),
        false,
        PushSubscribeOptions.builder().stream("KV_" + BUCKET)
            .ordered(true)
            .configuration(consumer)
            .build());
  }

  private static void complete(CompletableFuture<Object> result, Callable<Object> call) {
    try {
      result.complete(call.call());
    } catch (Exception e) {
      result.completeExceptionally(e);
    }
  }

  private static String subject(String name) {
    return "$KV." + BUCKET + '.' + name;
  }
}
