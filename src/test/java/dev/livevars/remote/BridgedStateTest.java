package dev.livevars.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.livevars.NodeOptions;
import dev.livevars.RemoteOptions;
import dev.livevars.Variables;
import dev.livevars.Watch;
import dev.livevars.WatchOptions;
import dev.livevars.grpc.FreezableProxy;
import dev.livevars.grpc.TestNode;
import dev.livevars.model.Command;
import dev.livevars.model.Constraints;
import dev.livevars.model.LivevarsException;
import dev.livevars.model.Names;
import dev.livevars.model.Reason;
import dev.livevars.model.VariableChange;
import dev.livevars.model.VariableType;
import dev.livevars.model.WatchEnd;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetServer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What only a provider that is far from its node can show; the rest is in the functional suite. */
class BridgedStateTest {
  private static final Constraints FLOAT = Constraints.of(VariableType.FLOAT);

  private final TestNode node = TestNode.start(NodeOptions.defaults());
  private final Vertx vertx = Vertx.vertx();
  private final Variables variables = remote(node.port());

  @BeforeEach
  void register() {
    TestNode.await(variables.register("a", 0.0, FLOAT));
  }

  @AfterEach
  void close() {
    TestNode.await(vertx.close());
    node.close();
  }

  @Test
  void shouldNameTheNodeThatItCannotReach() {
    RemoteOptions options = RemoteOptions.of("127.0.0.1", 1).timeout(Duration.ofMillis(200));
    LivevarsException error = refusalOf(Variables.remote(vertx, options).get("a"));
    assertThat(error.reason()).isEqualTo(Reason.CONNECTION_LOST);
    assertThat(error.message()).contains("127.0.0.1:1");
  }

  @Test
  void shouldGiveUpWhenTheNodeDoesNotAnswer() {
    NetServer silent = vertx.createNetServer().connectHandler(socket -> {});
    TestNode.await(silent.listen(0, "127.0.0.1"));
    RemoteOptions options =
        RemoteOptions.of("127.0.0.1", silent.actualPort()).timeout(Duration.ofMillis(100));
    LivevarsException error = refusalOf(Variables.remote(vertx, options).get("a"));
    assertThat(error.reason()).isEqualTo(Reason.DEADLINE_EXCEEDED);
  }

  @Test
  void shouldCarryTheDetailsOfErrors() {
    LivevarsException error =
        refusalOf(variables.set("a", 1.0, java.util.Map.of(), 99L).mapEmpty());
    assertThat(error.reason()).isEqualTo(Reason.VERSION_MISMATCH);
    assertThat(error.details()).containsEntry("variable", "a");
  }

  @Test
  void shouldListMoreThanAPage() {
    for (int i = 0; i < 25; i++) {
      TestNode.await(variables.register("many." + i, "x".repeat(200_000), text()));
    }
    assertThat(TestNode.await(variables.list("many.*"))).hasSize(25);
  }

  @Test
  void shouldRefuseWhatIsNotServedFromAfar() {
    assertThat(refusalOf(variables.consumer("a", change -> {})).reason())
        .isEqualTo(Reason.INVALID_REQUEST);
    assertThat(
            refusalOf(variables.provider().call(new Command.ReadFeed(Names.DEFAULT_SESSION, 1, 1)))
                .reason())
        .isEqualTo(Reason.INVALID_REQUEST);
  }

  @Test
  void shouldCallHandlersOnTheCallersContext() {
    Context context = vertx.getOrCreateContext();
    List<Thread> threads = new CopyOnWriteArrayList<>();
    CompletableFuture<Thread> own = new CompletableFuture<>();
    context.runOnContext(
        ignored -> {
          own.complete(Thread.currentThread());
          variables.watch(
              WatchOptions.of().includeInitial(true),
              change -> threads.add(Thread.currentThread()));
        });
    TestNode.until("the present value came", () -> threads.size() == 1);
    TestNode.await(variables.set("a", 1.0));
    TestNode.until("the change came", () -> threads.size() == 2);
    assertThat(threads).containsOnly(own.join());
  }

  @Test
  void shouldSayWhereToResumeWhenTheConnectionIsLost() {
    try (FreezableProxy proxy = new FreezableProxy(vertx, node.port())) {
      List<VariableChange> changes = new CopyOnWriteArrayList<>();
      CompletableFuture<WatchEnd> end = new CompletableFuture<>();
      Watch watch = TestNode.await(remote(proxy.port()).watch(WatchOptions.of(), changes::add));
      watch.onEnd(end::complete);
      TestNode.await(variables.set("a", 1.0));
      TestNode.until("the change came", () -> changes.size() == 1);
      proxy.cut();
      TestNode.until("the watch ended", () -> end.isDone());
      assertThat(end.join().reason()).isEqualTo(Reason.CONNECTION_LOST);
      assertThat(end.join().resumeRevision()).isEqualTo(changes.get(0).revision() + 1);
    }
    TestNode.until("the node forgot it", () -> TestNode.await(variables.listWatchers()).isEmpty());
  }

  @Test
  void shouldTellWhyTheNodeEndsAWatch() {
    CompletableFuture<WatchEnd> end = new CompletableFuture<>();
    TestNode.await(variables.watch(WatchOptions.of(), change -> {})).onEnd(end::complete);
    TestNode.await(node.node().close());
    TestNode.until("the watch ended", () -> end.isDone());
    assertThat(end.join().reason()).isEqualTo(Reason.DRAINING);
    assertThat(end.join().resumeRevision()).isEqualTo(2);
  }

  @Test
  void shouldCancel() {
    CompletableFuture<WatchEnd> end = new CompletableFuture<>();
    Watch watch = TestNode.await(variables.watch(WatchOptions.of(), change -> {}));
    watch.onEnd(end::complete);
    TestNode.await(watch.cancel());
    assertThat(end.join().reason()).isEqualTo(Reason.CANCELLED);
    TestNode.until("it is gone", () -> TestNode.await(variables.listWatchers()).isEmpty());
  }

  @Test
  void shouldCancelWhenTheVerticleIsUndeployed() {
    String deployment =
        TestNode.await(
            vertx.deployVerticle(
                new VerticleBase() {
                  @Override
                  public Future<?> start() {
                    return variables.watch(WatchOptions.of(), change -> {});
                  }
                }));
    assertThat(TestNode.await(variables.listWatchers())).hasSize(1);
    TestNode.await(vertx.undeploy(deployment));
    TestNode.until("it is gone", () -> TestNode.await(variables.listWatchers()).isEmpty());
  }

  @Test
  void shouldEndItsWatchesWhenClosed() {
    CompletableFuture<WatchEnd> end = new CompletableFuture<>();
    Variables other = remote(node.port());
    TestNode.await(other.watch(WatchOptions.of(), change -> {})).onEnd(end::complete);
    TestNode.await(other.close());
    assertThat(end.join().reason()).isEqualTo(Reason.CANCELLED);
    TestNode.until("it is gone", () -> TestNode.await(variables.listWatchers()).isEmpty());
    assertThat(refusalOf(other.get("a")).reason()).isEqualTo(Reason.CONNECTION_LOST);
  }

  @Test
  void shouldPassEverythingToASlowHandler() {
    ConcurrentLinkedQueue<Long> revisions = new ConcurrentLinkedQueue<>();
    CompletableFuture<Void> gate = new CompletableFuture<>();
    Future<String> deployed =
        vertx.deployVerticle(
            new VerticleBase() {
              @Override
              public Future<?> start() {
                return variables.watch(
                    WatchOptions.of().bufferCapacity(10_000),
                    change -> {
                      gate.join();
                      revisions.add(change.revision());
                    });
              }
            },
            new io.vertx.core.DeploymentOptions()
                .setThreadingModel(io.vertx.core.ThreadingModel.WORKER));
    TestNode.await(deployed);
    for (int i = 1; i <= 2_000; i++) {
      TestNode.await(variables.set("a", (double) i));
    }
    gate.complete(null);
    TestNode.until("all came", () -> revisions.size() == 2_000);
    assertThat(List.copyOf(revisions)).isSorted().doesNotHaveDuplicates();
  }

  private Variables remote(int port) {
    return Variables.remote(vertx, RemoteOptions.of("127.0.0.1", port));
  }

  private static Constraints text() {
    return Constraints.of(VariableType.STRING);
  }

  private static LivevarsException refusalOf(Future<?> future) {
    LivevarsException error =
        catchThrowableOfType(LivevarsException.class, () -> TestNode.await(future));
    assertThat(error).isNotNull();
    return error;
  }
}
