package dev.livevars.history;

import static dev.livevars.Await.result;
import static org.assertj.core.api.Assertions.assertThat;

import dev.livevars.Livevars;
import dev.livevars.NodeOptions;
import dev.livevars.Variables;
import io.vertx.core.Vertx;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Guarantees 1 to 4 over the event bus, while others write as fast as they can. */
class LocalJoinTest {
  private static final int ALL = 20_000_000;

  private final Vertx vertx = Vertx.vertx();
  private final Variables variables = Variables.local(vertx);

  @BeforeEach
  void deploy() {
    result(Livevars.deploy(vertx, NodeOptions.defaults().retainRevisions(ALL)));
  }

  @AfterEach
  void close() {
    result(vertx.close());
  }

  @Test
  void shouldJoinWithoutAStaleReadAGapOrARepeat() {
    Writers writers = Writers.start(vertx, variables, 4);
    JoinHistory history = new JoinHistory(variables.provider());
    history.join(1_000);
    writers.stop();
    assertThat(history.violations(variables.provider())).isEmpty();
    assertThat(writers.sets()).isPositive();
    assertThat(result(variables.listWatchers())).isEmpty();
  }

  /** Breaks the bus: every tenth message of the feed is lost. */
  @Test
  void shouldLoseNoChangeWhenTheBusLosesMessages() {
    int[] count = {0};
    vertx
        .eventBus()
        .addOutboundInterceptor(
            delivery -> {
              boolean feed = delivery.message().address().startsWith("livevars.feed.");
              if (!feed || ++count[0] % 10 != 0) {
                delivery.next();
              }
            });
    Writers writers = Writers.start(vertx, variables, 4);
    JoinHistory history = new JoinHistory(variables.provider());
    history.join(200);
    writers.stop();
    assertThat(history.violations(variables.provider())).isEmpty();
    assertThat(count[0]).isGreaterThan(100);
  }
}
