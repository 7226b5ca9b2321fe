package dev.livevars.history;

import static dev.livevars.Await.result;
import static org.assertj.core.api.Assertions.assertThat;

import dev.livevars.Await;
import dev.livevars.Livevars;
import dev.livevars.NodeOptions;
import dev.livevars.RemoteOptions;
import dev.livevars.Variables;
import io.vertx.core.Vertx;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Guarantees 1 to 4 over gRPC, while others write as fast as they can. */
class RemoteJoinTest {
  private static final int ALL = 20_000_000;

  private final Vertx server = Vertx.vertx();
  private final Vertx client = Vertx.vertx();

  @AfterEach
  void close() {
    result(client.close());
    result(server.close());
  }

  @Test
  void shouldJoinWithoutAStaleReadAGapOrARepeat() {
    Livevars node =
        result(
            Livevars.deploy(
                server, NodeOptions.defaults().grpc("127.0.0.1", 0).retainRevisions(ALL)));
    Variables local = Variables.local(server);
    Variables remote = Variables.remote(client, RemoteOptions.of("127.0.0.1", node.grpcPort()));
    Writers writers = Writers.start(server, local, 4);
    JoinHistory history = new JoinHistory(remote.provider());
    history.join(1_000);
    writers.stop();
    assertThat(history.violations(local.provider())).isEmpty();
    assertThat(writers.sets()).isPositive();
    Await.until("nobody watches", () -> result(remote.listWatchers()).isEmpty());
  }
}
