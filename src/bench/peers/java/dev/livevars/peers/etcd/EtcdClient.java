package dev.livevars.peers.etcd;

import dev.livevars.peers.Client;
import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Watch;
import io.etcd.jetcd.options.WatchOption;
import io.etcd.jetcd.watch.WatchEvent;
import io.etcd.jetcd.watch.WatchResponse;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A client with an event loop of its own. */
final class EtcdClient implements Client {
  private final Vertx vertx =
      Vertx.vertx(new VertxOptions().setPreferNativeTransport(true).setEventLoopPoolSize(1));
  private final io.etcd.jetcd.Client client;

  EtcdClient(int port) {
    client =
        io.etcd.jetcd.Client.builder().endpoints("http://127.0.0.1:" + port).vertx(vertx).build();
  }

  @Override
  public CompletableFuture<?> set(String name, String value) {
    return client.getKVClient().put(bytes(name), bytes(value));
  }

  @Override
  public CompletableFuture<?> watch(String name, Consumer<String> receiver) {
    CompletableFuture<Void> opened = new CompletableFuture<>();
    client
        .getWatchClient()
        .watch(
            bytes(name),
            WatchOption.builder().withCreateNotify(true).build(),
            Watch.listener(
                response -> receive(response, receiver, opened), opened::completeExceptionally));
    return opened;
  }

  @Override
  public void close() throws Exception {
    client.close();
    vertx.close().toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
  }

  private static void receive(
      WatchResponse response, Consumer<String> receiver, CompletableFuture<Void> opened) {
    if (response.isCreatedNotify()) {
      opened.complete(null);
    }
    for (WatchEvent event : response.getEvents()) {
      receiver.accept(event.getKeyValue().getValue().toString(StandardCharsets.US_ASCII));
    }
  }

  private static ByteSequence bytes(String text) {
    return ByteSequence.from(text, StandardCharsets.US_ASCII);
  }
}
