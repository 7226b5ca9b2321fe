package dev.livevars.functional;

import static dev.livevars.Await.refusal;
import static dev.livevars.Await.result;
import static org.assertj.core.api.Assertions.assertThat;

import dev.livevars.Await;
import dev.livevars.Livevars;
import dev.livevars.NodeOptions;
import dev.livevars.Ports;
import dev.livevars.Recorded;
import dev.livevars.RemoteOptions;
import dev.livevars.Variables;
import dev.livevars.Watch;
import dev.livevars.WatchOptions;
import dev.livevars.changelog.MemoryChangelog;
import dev.livevars.grpc.FreezableProxy;
import dev.livevars.model.ChangeKind;
import dev.livevars.model.Constraints;
import dev.livevars.model.Reason;
import dev.livevars.model.Value;
import dev.livevars.model.VariableChange;
import dev.livevars.model.WatchEnd;
import dev.livevars.state.VariablesVerticle;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Watches that open again, while what they are open at comes and goes. */
class ReconnectTest {
  private static final int RETAINED = 1_000;
  private static final String LABEL = "lasting";
  private static final WatchOptions LASTING = WatchOptions.of().label(LABEL).reconnect(true);

  private final Vertx server = Vertx.vertx();
  private final Vertx client = Vertx.vertx();
  private final Edge edge = new Edge(server);
  private final Variables writer = Variables.local(server);
  private final List<VariableChange> changes = new CopyOnWriteArrayList<>();
  private final CompletableFuture<WatchEnd> ended = new CompletableFuture<>();
  private Recorded recorded = new Recorded(server, writer);
  private int value;

  @BeforeEach
  void deploy() {
    MemoryChangelog changelog = new MemoryChangelog(RETAINED);
    result(
        server.deployVerticle(
            new VariablesVerticle(
                changelog, VariablesVerticle.DEFAULT_BEAT, InstantSource.system())));
    edge.start();
    result(writer.register("x", 0, Constraints.ofInteger()));
  }

  @AfterEach
  void close() {
    result(client.close());
    result(server.close());
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void shouldMissAndRepeatNothingWhileNodesComeAndGo(boolean remote) {
    watch(variables(remote), LASTING);
    for (int i = 0; i < 5; i++) {
      set(20);
      edge.stop();
      set(20);
      edge.start();
    }
    set(1);
    awaitAll();
    assertThat(ended).isNotDone();
    assertThat(recorded.connections(LABEL)).isGreaterThan(1);
    recorded.shouldKeepTheGuarantees(writer);
  }

  @Test
  void shouldMissAndRepeatNothingWhileConnectionsBreak() {
    try (FreezableProxy proxy = new FreezableProxy(client, edge.port())) {
      recorded = recorded(proxy.port());
      watch(recorded.variables(), LASTING);
      for (int i = 0; i < 20; i++) {
        List<Future<?>> sets = new CopyOnWriteArrayList<>();
        for (int j = 0; j < 30; j++) {
          sets.add(writer.set("x", ++value));
        }
        proxy.cut();
        sets.forEach(Await::result);
      }
      awaitAll();
      assertThat(recorded.connections(LABEL)).isGreaterThan(1);
      recorded.shouldKeepTheGuarantees(writer);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void shouldCompareWithWhatWasHandedOnBeforeTheNodeWent(boolean remote) {
    result(writer.register("y", 0, Constraints.ofInteger()));
    watch(
        variables(remote),
        LASTING.includeInitial(true).minChange(5).heartbeat(Duration.ofMillis(20)));
    result(writer.set("x", 4));
    result(writer.set("y", 9));
    Await.until("it hears of y", () -> changes.size() == 3);
    for (int next : new int[] {3, 4, 5}) {
      edge.stop();
      edge.start();
      result(writer.set("x", next));
    }
    Await.until("it hears of x", () -> changes.size() == 4);
    assertThat(changes.get(3).newValue()).isEqualTo(Value.of(5));
    recorded.shouldKeepTheGuarantees(writer);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void shouldHandOnWhatIsPresentOnlyOnce(boolean remote) {
    watch(variables(remote), LASTING.includeInitial(true));
    edge.stop();
    set(1);
    edge.start();
    Await.until("the change came", () -> changes.size() == 2);
    assertThat(changes)
        .extracting(VariableChange::kind)
        .containsExactly(ChangeKind.REGISTERED, ChangeKind.UPDATED);
    recorded.shouldKeepTheGuarantees(writer);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void shouldEndWhenTheHistoryInBetweenIsCompacted(boolean remote) {
    watch(variables(remote), LASTING);
    edge.stop();
    set(2 * RETAINED);
    edge.start();
    assertThat(result(ended).reason()).isEqualTo(Reason.REVISION_COMPACTED);
    assertThat(changes).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void shouldHandOnWhatIsPresentAgainWhenHistoryIsCompacted(boolean remote) {
    watch(variables(remote), LASTING.includeInitial(true));
    edge.stop();
    set(2 * RETAINED);
    edge.start();
    Await.until("the present value came again", () -> changes.size() == 2);
    assertThat(changes.get(1).kind()).isEqualTo(ChangeKind.REGISTERED);
    assertThat(changes.get(1).newValue()).isEqualTo(Value.of(value));
    set(1);
    Await.until("the change came", () -> changes.size() == 3);
    assertThat(changes.get(2).oldValue()).isEqualTo(Value.of(value - 1));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void shouldOpenWhenANodeBeginsToServe(boolean remote) {
    Variables variables = variables(remote);
    edge.stop();
    Future<Watch> opened = variables.watch(LASTING, changes::add);
    edge.start();
    result(opened);
    set(1);
    Await.until("the change came", () -> changes.size() == 1);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void shouldEndAtOnceWhenCancelledWhileNobodyServes(boolean remote) {
    Watch watch = watch(variables(remote), LASTING);
    edge.stop();
    result(watch.cancel());
    assertThat(result(ended).reason()).isEqualTo(Reason.CANCELLED);
    assertThat(result(ended).resumeRevision()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void shouldEndWithItsVariablesWhileNobodyServes(boolean remote) {
    Variables variables = variables(remote);
    watch(variables.inSession("default"), LASTING);
    edge.stop();
    result(variables.close());
    assertThat(result(ended).reason()).isEqualTo(Reason.CANCELLED);
    assertThat(refusal(variables.watch(LASTING, changes::add)).reason().status())
        .isIn(Reason.Status.CANCELLED);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void shouldEndWithItsVerticleWhileNobodyServes(boolean remote) {
    Variables variables = variables(remote);
    Vertx vertx = remote ? client : server;
    String deployment =
        result(
            vertx.deployVerticle(
                new VerticleBase() {
                  @Override
                  public Future<?> start() {
                    return variables
                        .watch(LASTING, changes::add)
                        .onSuccess(watch -> watch.onEnd(ended::complete));
                  }
                }));
    edge.stop();
    result(vertx.undeploy(deployment));
    assertThat(result(ended).reason()).isEqualTo(Reason.CANCELLED);
    edge.start();
    assertThat(result(writer.listWatchers())).isEmpty();
  }

  @Test
  void shouldEndWhenItsSessionIsDeleted() {
    result(writer.sessions().create("s"));
    watch(variables(true).inSession("s"), LASTING);
    edge.stop();
    assertThat(result(writer.sessions().get("s")).watcherCount()).isZero();
    result(writer.sessions().delete("s"));
    edge.start();
    assertThat(result(ended).reason()).isEqualTo(Reason.SESSION_NOT_FOUND);
  }

  @Test
  void shouldEndWhenTheNodeForgotWhatItHandedOn() {
    Vertx other = Vertx.vertx();
    NodeOptions options = NodeOptions.defaults().grpc("127.0.0.1", Ports.free());
    Livevars node = result(Livevars.deploy(other, options));
    Variables variables = Variables.remote(client, RemoteOptions.of("127.0.0.1", node.grpcPort()));
    result(variables.register("x", 0, Constraints.ofInteger()));
    watch(variables, LASTING);
    int port = node.grpcPort();
    result(node.close());
    Ports.awaitFree(port);
    result(Livevars.deploy(other, options));
    assertThat(result(ended).reason()).isEqualTo(Reason.REVISION_IN_FUTURE);
    result(other.close());
  }

  private Variables variables(boolean remote) {
    recorded = remote ? recorded(edge.port()) : recorded;
    return recorded.variables();
  }

  private Recorded recorded(int port) {
    return new Recorded(client, Variables.remote(client, RemoteOptions.of("127.0.0.1", port)));
  }

  private Watch watch(Variables variables, WatchOptions options) {
    return result(variables.watch(options, changes::add)).onEnd(ended::complete);
  }

  private void set(int times) {
    for (int i = 0; i < times; i++) {
      result(writer.set("x", ++value));
    }
  }

  /** Every revision but the registration's. */
  private void awaitAll() {
    long last = value + 1L;
    Await.until(
        "all came", () -> !changes.isEmpty() && changes.get(changes.size() - 1).revision() == last);
    assertThat(changes)
        .extracting(VariableChange::revision)
        .containsExactlyElementsOf(LongStream.rangeClosed(2, last).boxed().toList());
  }
}
