package dev.livevars.peers.redis;

import dev.livevars.peers.Client;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.IntegerOutput;
import io.lettuce.core.protocol.AsyncCommand;
import io.lettuce.core.protocol.Command;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** A connection for writes or one for subscriptions, each made when it is needed. */
final class RedisConnections extends RedisPubSubAdapter<String, String> implements Client {
  private static final String HASH = "peers";

  private final Map<String, Consumer<String>> receivers = new ConcurrentHashMap<>();
  private final RedisClient redis;
  private final RedisURI address;
  private StatefulRedisConnection<String, String> writing;
  private StatefulRedisPubSubConnection<String, String> subscribing;

  RedisConnections(RedisClient redis, int port) {
    this.redis = redis;
    this.address = RedisURI.create("127.0.0.1", port);
  }

  @Override
  public CompletableFuture<?> set(String name, String value) {
    AsyncCommand<String, String, Long> stored =
        command(CommandType.HSET, arguments().add(HASH).addKey(name).addValue(value));
    AsyncCommand<String, String, Long> published =
        command(CommandType.PUBLISH, arguments().addKey(name).addValue(value));
    writing().dispatch(List.of(stored, published));
    return stored.toCompletableFuture().thenCombine(published, Long::sum);
  }

  /** Each watch has a pattern of its own, for the same channel. */
  @Override
  public CompletableFuture<?> watch(String name, Consumer<String> receiver) {
    String pattern = patternOf(name, receivers.size());
    receivers.put(pattern, receiver);
    return subscribing().async().psubscribe(pattern).toCompletableFuture();
  }

  @Override
  public void message(String pattern, String channel, String value) {
    receivers.get(pattern).accept(value);
  }

  @Override
  public void close() {
    if (writing != null) {
      writing.close();
    }
    if (subscribing != null) {
      subscribing.close();
    }
  }

  private synchronized StatefulRedisConnection<String, String> writing() {
    if (writing == null) {
      writing = redis.connect(address);
    }
    return writing;
  }

  private synchronized StatefulRedisPubSubConnection<String, String> subscribing() {
    if (subscribing == null) {
      subscribing = redis.connectPubSub(address);
      subscribing.addListener(this);
    }
    return subscribing;
  }

  /** The name with a backslash before the characters that the bits of the number choose. */
  private static String patternOf(String name, int number) {
    StringBuilder pattern = new StringBuilder();
    for (int place = 0; place < name.length(); place++) {
      pattern.append((number >> place & 1) == 1 ? "\\" : "").append(name.charAt(place));
    }
    return pattern.toString();
  }

  private static CommandArgs<String, String> arguments() {
    return new CommandArgs<>(StringCodec.ASCII);
  }

  private static AsyncCommand<String, String, Long> command(
      CommandType type, CommandArgs<String, String> arguments) {
    return new AsyncCommand<>(
        new Command<>(type, new IntegerOutput<>(StringCodec.ASCII), arguments));
  }
}
