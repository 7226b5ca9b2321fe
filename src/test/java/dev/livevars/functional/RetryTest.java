package dev.livevars.functional;

import static dev.livevars.Await.refusal;
import static dev.livevars.Await.result;
import static org.assertj.core.api.Assertions.assertThat;

import dev.livevars.Await;
import dev.livevars.Livevars;
import dev.livevars.NodeOptions;
import dev.livevars.Ports;
import dev.livevars.RemoteOptions;
import dev.livevars.Variables;
import dev.livevars.model.Command.SetResult;
import dev.livevars.model.Constraints;
import dev.livevars.model.LivevarsException;
import dev.livevars.model.Reason;
import dev.livevars.model.Variable;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Calls that are made while their node is away. */
class RetryTest {
  private static final int CALLS = 50;

  private final Vertx server = Vertx.vertx();
  private final Vertx client = Vertx.vertx();
  private final int port = Ports.free();
  private final RemoteOptions options =
      RemoteOptions.of("127.0.0.1", port).timeout(Duration.ofSeconds(60));
  private final Variables variables = Variables.remote(client, options);
  @TempDir private Path folder;
  private Livevars node;

  @BeforeEach
  void register() {
    start();
    result(variables.register("x", 0, Constraints.ofInteger()));
  }

  @AfterEach
  void close() {
    result(client.close());
    result(server.close());
  }

  @RepeatedTest(3)
  void shouldCarryOutEachCallOnceWhileItsNodeRestarts() {
    List<Future<SetResult>> sets = new ArrayList<>();
    List<Future<Variable>> gets = new ArrayList<>();
    Future<Void> stopped = Future.succeededFuture();
    for (int i = 1; i <= CALLS; i++) {
      sets.add(variables.set("x", i));
      gets.add(variables.get("x"));
      if (i == CALLS / 2) {
        stopped = node.close();
      } else if (i == CALLS - 5) {
        result(stopped);
        Ports.awaitFree(port);
      }
    }
    start();
    gets.forEach(Await::result);
    assertThat(sets)
        .extracting(set -> result(set).variable().version())
        .containsExactlyInAnyOrderElementsOf(LongStream.rangeClosed(2, CALLS + 1).boxed().toList());
    assertThat(result(variables.get("x")).version()).isEqualTo(CALLS + 1);
  }

  @Test
  void shouldSayWhyItCouldNotWhenTheTimeIsOver() {
    result(node.close());
    Variables hasty = Variables.remote(client, options.timeout(Duration.ofMillis(300)));
    assertThat(refusal(hasty.get("x")).reason()).isEqualTo(Reason.CONNECTION_LOST);
    LivevarsException refused = refusal(hasty.set("x", 1));
    assertThat(refused.reason()).isEqualTo(Reason.CONNECTION_LOST);
    assertThat(refused.isNotDone()).isTrue();
    assertThat(refused.message()).contains("127.0.0.1:" + port);
  }

  @Test
  void shouldUpdateWhileItsNodeRestarts() {
    result(node.close());
    Ports.awaitFree(port);
    Future<SetResult> updated = variables.update("x", value -> (long) value + 5);
    start();
    assertThat(result(updated).variable().value().plain()).isEqualTo(5L);
    assertThat(result(variables.history("x", 10))).hasSize(2);
  }

  @Test
  void shouldEndAtOnceWithItsVariables() {
    result(node.close());
    Future<Variable> got = variables.get("x");
    Future<SetResult> set = variables.set("x", 1);
    result(variables.close());
    assertThat(refusal(got).reason()).isEqualTo(Reason.CONNECTION_LOST);
    assertThat(refusal(set).reason()).isEqualTo(Reason.CONNECTION_LOST);
    assertThat(refusal(variables.get("x")).reason()).isEqualTo(Reason.CONNECTION_LOST);
  }

  private void start() {
    node =
        result(
            Livevars.deploy(
                server,
                NodeOptions.defaults()
                    .grpc("127.0.0.1", port)
                    .store("sqlite:" + folder.resolve("livevars.db"))));
  }
}
