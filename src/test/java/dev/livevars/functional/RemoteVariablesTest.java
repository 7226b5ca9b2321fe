package dev.livevars.functional;

import static dev.livevars.Await.result;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.livevars.Await;
import dev.livevars.Churn;
import dev.livevars.Livevars;
import dev.livevars.NodeOptions;
import dev.livevars.Recorded;
import dev.livevars.RemoteOptions;
import dev.livevars.Variables;
import dev.livevars.model.Reason;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The behaviours over gRPC, and what only that has. */
class RemoteVariablesTest
    implements ValuesBehaviour,
        SeveralBehaviour,
        WatchingBehaviour,
        FilteringBehaviour,
        StreamBehaviour,
        SessionsBehaviour,
        HistoryBehaviour {
  private final Vertx server = Vertx.vertx();
  private final Vertx client = Vertx.vertx();
  private @Nullable Livevars node;
  private @Nullable Recorded recorded;

  @BeforeEach
  void deploy() {
    node = result(Livevars.deploy(server, NodeOptions.defaults().grpc("127.0.0.1", 0)));
    recorded = new Recorded(client, plain());
  }

  @AfterEach
  void close() {
    requireNonNull(recorded).shouldKeepTheGuarantees(Variables.local(server));
    result(client.close());
    result(server.close());
  }

  @Override
  public Variables variables() {
    return requireNonNull(recorded).variables();
  }

  private Variables plain() {
    return Variables.remote(client, RemoteOptions.of("127.0.0.1", requireNonNull(node).grpcPort()));
  }

  @Test
  void shouldSayThatNobodyListens() {
    Variables nobody =
        Variables.remote(client, RemoteOptions.of("127.0.0.1", 1).timeout(Duration.ofMillis(200)));
    assertThat(Await.refusal(nobody.get("x")).reason()).isEqualTo(Reason.CONNECTION_LOST);
    assertThat(Await.refusal(nobody.watchOne("x", c -> {})).reason())
        .isEqualTo(Reason.CONNECTION_LOST);
  }

  @Test
  void shouldEndWatchesAsDrainingWhenTheNodeCloses() throws InterruptedException {
    BlockingQueue<Reason> ends = new LinkedBlockingQueue<>();
    result(plain().watchOne("x", c -> {})).onEnd(end -> ends.add(end.reason()));
    result(requireNonNull(node).close());
    assertThat(ends.poll(10, TimeUnit.SECONDS)).isEqualTo(Reason.DRAINING);
  }

  /** Guarantee 12 over gRPC; both ends share this heap. */
  @Test
  void shouldHoldNoMemoryForWatchesThatEnded() {
    assertThat(Churn.heapHeldAfter(10_000, plain())).isLessThan(4_000_000);
    Await.until("nobody watches", () -> result(variables().listWatchers()).isEmpty());
  }

  @Test
  void shouldRefusePlainConsumers() {
    assertThat(Await.refusal(variables().consumer("x", c -> {})).reason())
        .isEqualTo(Reason.INVALID_REQUEST);
  }
}
