package dev.livevars.functional;

import static dev.livevars.Await.result;
import static dev.livevars.functional.Behaviour.next;
import static org.assertj.core.api.Assertions.assertThat;

import dev.livevars.Await;
import dev.livevars.Livevars;
import dev.livevars.NodeOptions;
import dev.livevars.RemoteOptions;
import dev.livevars.Variables;
import dev.livevars.WatchOptions;
import dev.livevars.WatchStream;
import dev.livevars.model.Constraints;
import dev.livevars.model.Value;
import dev.livevars.model.VariableChange;
import dev.livevars.model.WatcherInfo;
import io.vertx.core.Vertx;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Guarantee 10: a watcher that does not read is nobody's trouble, and what waits is bounded. */
class SlowWatcherTest {
  private static final int CAPACITY = 10;
  private static final int VARIABLES = 20;
  private static final int SETS = 2_000;

  private final Vertx server = Vertx.vertx();
  private final Vertx client = Vertx.vertx();
  private final Variables variables = Variables.local(server);

  @AfterEach
  void close() {
    result(client.close());
    result(server.close());
  }

  @Test
  void shouldNotBeNoticedByOthersAndCatchUpWithTheLastValues() {
    Livevars node = result(Livevars.deploy(server, NodeOptions.defaults().grpc("127.0.0.1", 0)));
    for (int i = 0; i < VARIABLES; i++) {
      result(variables.register("v" + i, "", Constraints.ofString()));
    }
    BlockingQueue<VariableChange> frozen = new LinkedBlockingQueue<>();
    WatchStream stream =
        remote(node)
            .watchStream(WatchOptions.of("v*").label("frozen").bufferCapacity(CAPACITY))
            .pause()
            .handler(frozen::add);
    result(stream.whenLive());
    BlockingQueue<VariableChange> reading = new LinkedBlockingQueue<>();
    result(remote(node).watch(WatchOptions.of("v*").bufferCapacity(SETS), reading::add));
    String large = "x".repeat(5_000);
    for (int i = 1; i <= SETS; i++) {
      result(variables.set("v" + i % VARIABLES, large + i));
      if (i % 100 == 0) {
        assertThat(frozen().pending()).isLessThanOrEqualTo(VARIABLES + CAPACITY + 1);
      }
    }
    for (int i = 1; i <= SETS; i++) {
      assertThat(next(reading).newValue()).isEqualTo(Value.of(large + i));
    }
    assertThat(frozen().conflated()).isPositive();
    stream.resume();
    Map<String, VariableChange> last = new HashMap<>();
    Await.until(
        "it has all last values",
        () -> {
          for (VariableChange c = frozen.poll(); c != null; c = frozen.poll()) {
            VariableChange before = last.put(c.name(), c);
            assertThat(c.firstVersion()).isEqualTo(before == null ? 2 : before.lastVersion() + 1);
          }
          return last.size() == VARIABLES
              && last.values().stream().allMatch(c -> c.lastVersion() == 1 + SETS / VARIABLES);
        });
    assertThat(frozen().lagRevisions()).isZero();
  }

  private WatcherInfo frozen() {
    return result(variables.listWatchers()).stream()
        .filter(info -> info.label().equals("frozen"))
        .findFirst()
        .orElseThrow();
  }

  private Variables remote(Livevars node) {
    return Variables.remote(client, RemoteOptions.of("127.0.0.1", node.grpcPort()));
  }
}
