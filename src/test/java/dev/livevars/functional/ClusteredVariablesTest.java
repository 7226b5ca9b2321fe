package dev.livevars.functional;

import static dev.livevars.Await.result;
import static org.assertj.core.api.Assertions.assertThat;

import com.hazelcast.config.Config;
import dev.livevars.Livevars;
import dev.livevars.Recorded;
import dev.livevars.Variables;
import dev.livevars.model.Constraints;
import dev.livevars.model.VariableChange;
import dev.livevars.observer.ObserverVerticle;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The behaviours over a clustered event bus: the variables are owned by one node, the program and
 * its watchers are on another, which has an observer of its own.
 */
class ClusteredVariablesTest
    implements ValuesBehaviour,
        SeveralBehaviour,
        WatchingBehaviour,
        FilteringBehaviour,
        StreamBehaviour,
        SessionsBehaviour,
        HistoryBehaviour {
  private static final String CLUSTER = UUID.randomUUID().toString();
  private static Vertx owning;
  private static Vertx program;

  private Livevars node;
  private String observer;
  private Variables plain;
  private Recorded recorded;

  @BeforeAll
  static void cluster() {
    owning = member();
    program = member();
  }

  @AfterAll
  static void leave() {
    result(program.close());
    result(owning.close());
  }

  @BeforeEach
  void deploy() {
    node = result(Livevars.deploy(owning));
    observer = result(program.deployVerticle(new ObserverVerticle()));
    plain = Variables.local(program);
    recorded = new Recorded(program, plain);
  }

  @AfterEach
  void close() {
    recorded.shouldKeepTheGuarantees(plain);
    result(program.undeploy(observer));
    result(node.close());
  }

  @Override
  public Variables variables() {
    return recorded.variables();
  }

  @Test
  void shouldServePlainConsumersOnAnotherNode() throws InterruptedException {
    BlockingQueue<VariableChange> changes = new LinkedBlockingQueue<>();
    result(
        program
            .eventBus()
            .<VariableChange>consumer(
                "livevars.changed.default.x", message -> changes.add(message.body()))
            .completion());
    result(variables().register("x", 1, Constraints.ofInteger()));
    result(variables().set("x", 2));
    assertThat(changes.poll(10, TimeUnit.SECONDS)).isNotNull();
    assertThat(changes.poll(10, TimeUnit.SECONDS))
        .satisfies(change -> assertThat(change.lastVersion()).isEqualTo(2));
  }

  private static Vertx member() {
    Config config = new Config().setClusterName(CLUSTER);
    config.setProperty("hazelcast.logging.type", "slf4j");
    config.setProperty("hazelcast.phone.home.enabled", "false");
    config.getNetworkConfig().getInterfaces().setEnabled(true).addInterface("127.0.0.1");
    config.getNetworkConfig().getJoin().getAutoDetectionConfig().setEnabled(false);
    config.getNetworkConfig().getJoin().getMulticastConfig().setEnabled(false);
    config.getNetworkConfig().getJoin().getTcpIpConfig().setEnabled(true).addMember("127.0.0.1");
    EventBusOptions bus = new EventBusOptions().setHost("127.0.0.1");
    return result(
        Vertx.builder()
            .with(new VertxOptions().setEventBusOptions(bus))
            .withClusterManager(new HazelcastClusterManager(config))
            .buildClustered());
  }
}
