package dev.livevars.crash;

import static dev.livevars.Await.result;
import static org.assertj.core.api.Assertions.assertThat;

import dev.livevars.Await;
import dev.livevars.Livevars;
import dev.livevars.NodeOptions;
import dev.livevars.Ports;
import dev.livevars.RemoteOptions;
import dev.livevars.Variables;
import dev.livevars.cli.Child;
import dev.livevars.history.Committed;
import dev.livevars.history.HistoryChecker;
import dev.livevars.history.Recording;
import dev.livevars.model.ChangeSet;
import dev.livevars.model.Constraints;
import dev.livevars.model.Reason;
import dev.livevars.model.VariableChange;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Writers and watchers of a node in a process of its own that is killed again and again; in the end
 * everything that anybody was told must be true.
 */
final class Crashes implements AutoCloseable {
  private static final int WRITERS = 4;

  private final Vertx vertx = Vertx.vertx();
  private final List<CrashWriter> writers = new ArrayList<>();
  private final List<CrashWatcher> watchers = new ArrayList<>();
  private final Random random;
  private final Path folder;
  private final NodeOptions store;
  private final int port;
  private final Variables variables;
  private Child child;

  /**
   * Begins with five variables in an empty store.
   *
   * @param settings what of the store stands in the node's file of settings
   * @param store the same for a node in this process
   */
  Crashes(Path folder, String settings, NodeOptions store, long seed) throws IOException {
    this.folder = folder;
    this.store = store;
    Files.createDirectories(folder.resolve("conf"));
    Files.writeString(folder.resolve("conf").resolve("livevars.yaml"), settings);
    this.random = new Random(seed);
    this.port = Ports.free();
    this.variables =
        Variables.remote(
            vertx, RemoteOptions.of("127.0.0.1", port).timeout(Duration.ofSeconds(15)));
    this.child = serve();
    result(variables.register("shared", 0, Constraints.ofInteger()));
    for (int i = 0; i < WRITERS; i++) {
      result(variables.register("own.w" + i, 0, Constraints.ofInteger()));
      writers.add(new CrashWriter(vertx, variables, "own.w" + i, random.nextLong()));
    }
    for (List<String> selectors :
        List.of(List.<String>of(), List.of("own.*"), List.of("shared"), List.of("own.w0"))) {
      watchers.add(new CrashWatcher(vertx, variables.provider(), selectors));
    }
  }

  void start() {
    watchers.forEach(CrashWatcher::start);
    writers.forEach(CrashWriter::start);
  }

  /** Kills the node with -9 at a random moment and starts it again. */
  void killTheNode() throws IOException {
    awaitWrites(1 + random.nextInt(300));
    child.close();
    child = serve();
    awaitWrites(1);
  }

  /** Lets something happen to the store at a random moment. */
  void disturb(Runnable store) {
    awaitWrites(1 + random.nextInt(300));
    store.run();
    awaitWrites(1);
  }

  /** Returns when so many more writes were acknowledged. */
  void awaitWrites(int count) {
    long goal = acknowledged().count() + count;
    Await.until(
        "%d writes".formatted(count),
        () -> {
          writers.forEach(CrashWriter::requireWell);
          return acknowledged().count() >= goal;
        });
  }

  /** Stops the writers, lets the watchers catch up and looks whether it all fits together. */
  void check() {
    writers.forEach(writer -> result(writer.stop()));
    long last = result(variables.getMany()).revision();
    for (CrashWatcher watcher : watchers) {
      result(watcher.recording().until(events -> reached(events, last)));
      assertThat(watcher.resumed()).isPositive();
    }
    child.close();
    List<ChangeSet> committed = committed();
    assertThat(committed.size()).isEqualTo(last);
    shouldCountVersions(committed);
    for (CrashWriter writer : writers) {
      shouldHold(committed, writer.acknowledged());
    }
    HistoryChecker checker = new HistoryChecker(committed);
    for (CrashWatcher watcher : watchers) {
      watcher.recording().settled(last);
      checker.check(watcher.selectors().texts().toString(), watcher.recording().events());
    }
    assertThat(checker.violations()).isEmpty();
  }

  Stream<Acknowledged> acknowledged() {
    return writers.stream().flatMap(writer -> writer.acknowledged().stream());
  }

  private static boolean reached(List<Recording.Event> events, long revision) {
    Recording.Event last = events.isEmpty() ? null : events.get(events.size() - 1);
    boolean refused =
        last instanceof Recording.Event.Ended ended
            && ended.end().reason().status() != Reason.Status.UNAVAILABLE;
    return refused || Recording.reached(events) >= revision;
  }

  /** What the store has, read by a node in this process. */
  private List<ChangeSet> committed() {
    Livevars node = result(Livevars.deploy(vertx, store));
    try {
      return Committed.read(Variables.local(vertx).provider());
    } finally {
      result(node.close());
    }
  }

  static void shouldCountVersions(List<ChangeSet> committed) {
    Map<String, Long> versions = new HashMap<>();
    for (ChangeSet set : committed) {
      for (VariableChange change : set.changes()) {
        long before = versions.merge(change.name(), 1L, Long::sum) - 1;
        assertThat(change.lastVersion()).as("%s", change).isEqualTo(before + 1);
      }
    }
  }

  static void shouldHold(List<ChangeSet> committed, List<Acknowledged> acknowledged) {
    long before = 0;
    for (Acknowledged one : acknowledged) {
      assertThat(one.revision()).isGreaterThan(before);
      before = one.revision();
      VariableChange change = committed.get((int) one.revision() - 1).change(one.name());
      assertThat(change).as("%s", one).isNotNull();
      assertThat(change.newValue()).isEqualTo(one.value());
      assertThat(change.lastVersion()).isEqualTo(one.version());
    }
  }

  private Child serve() throws IOException {
    Child started =
        Child.start(folder, "serve", "--grpc-port", Integer.toString(port), "--http-port", "0");
    String line = started.line();
    if (!line.startsWith("livevars ready")) {
      throw new AssertionError("no start: " + line + started.errors());
    }
    return started;
  }

  @Override
  public void close() {
    child.close();
    result(vertx.close());
  }
}
