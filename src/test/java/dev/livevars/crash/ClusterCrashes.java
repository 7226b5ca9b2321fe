package dev.livevars.crash;

import static dev.livevars.Await.result;
import static org.assertj.core.api.Assertions.assertThat;

import dev.livevars.Await;
import dev.livevars.ClusterOptions;
import dev.livevars.Livevars;
import dev.livevars.Ports;
import dev.livevars.PostgresServer;
import dev.livevars.RemoteOptions;
import dev.livevars.Variables;
import dev.livevars.cli.Child;
import dev.livevars.history.Committed;
import dev.livevars.history.HistoryChecker;
import dev.livevars.history.Recording;
import dev.livevars.model.ChangeSet;
import dev.livevars.model.Constraints;
import dev.livevars.model.Reason;
import dev.livevars.model.Shards;
import dev.livevars.model.VariableChange;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/**
 * Writers, probers and watchers of a cluster whose nodes are processes of their own that are
 * killed, frozen, stopped and cut off; a program in this process is a member too. In the end
 * everything that anybody was told must be true.
 */
final class ClusterCrashes implements AutoCloseable {
  private static final List<String> PROBED = List.of("probed.a", "probed.b", "probed.c");
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private final Vertx vertx = Vertx.vertx();
  private final String cluster = UUID.randomUUID().toString();
  private final List<Place> places;
  private final List<Integer> grpcPorts = new ArrayList<>();
  private final List<Integer> clusterPorts = new ArrayList<>();
  private final List<Child> children = new ArrayList<>();
  private final List<Variables> remote = new ArrayList<>();
  private final List<CrashWriter> writers = new ArrayList<>();
  private final List<Prober> probers = new ArrayList<>();
  private final List<CrashWatcher> watchers = new ArrayList<>();
  private final PostgresServer database;
  private final String databaseUrl;
  private final Path folder;
  private final Random random;
  private final Vertx member;
  private final Livevars program;

  /**
   * Begins with an empty store.
   *
   * @param own the address by which nodes reach the database and this process
   * @param watching how many watchers there are a node
   */
  ClusterCrashes(
      Path folder, PostgresServer database, String own, List<Place> places, int watching, long seed)
      throws IOException {
    this.folder = folder;
    this.database = database;
    this.databaseUrl = database.url().replace("127.0.0.1", own);
    this.places = places;
    this.random = new Random(seed);
    Files.createDirectories(folder.resolve("conf"));
    int ownPort = Ports.free();
    clusterPorts.add(ownPort);
    for (int node = 0; node < places.size(); node++) {
      grpcPorts.add(Ports.free());
      clusterPorts.add(Ports.free());
      remote.add(null);
      children.add(null);
    }
    List<String> members = new ArrayList<>(List.of(own + ":" + ownPort));
    for (int node = 0; node < places.size(); node++) {
      members.add(places.get(node).host() + ":" + clusterPorts.get(node + 1));
    }
    this.members = members;
    for (int node = 0; node < places.size(); node++) {
      start(node);
      remote.set(
          node,
          Variables.remote(
              vertx,
              RemoteOptions.of(places.get(node).host(), grpcPorts.get(node)).timeout(PATIENCE)));
    }
    this.member =
        result(
            Livevars.clustered(
                    new VertxOptions(),
                    ClusterOptions.defaults()
                        .name(cluster)
                        .host(own)
                        .port(ownPort)
                        .members(members))
                .buildClustered());
    this.program = result(Livevars.join(member, "program"));
    result(variables().register("shared", 0, Constraints.ofInteger()));
    for (String name : PROBED) {
      result(variables().register(name, 0, Constraints.ofInteger()));
    }
    for (int i = 0; i < 4; i++) {
      result(variables().register("own.w" + i, 0, Constraints.ofInteger()));
      writers.add(
          new CrashWriter(vertx, remote.get(i % remote.size()), "own.w" + i, random.nextLong()));
    }
    for (int node = 0; node <= remote.size(); node++) {
      Variables here = node < remote.size() ? remote.get(node) : Variables.local(member);
      probers.add(
          new Prober(node < remote.size() ? vertx : member, here, PROBED, random.nextLong()));
      for (int i = 0; i < watching; i++) {
        watchers.add(
            new CrashWatcher(
                node < remote.size() ? vertx : member,
                here.provider(),
                SELECTED.get(i % SELECTED.size())));
      }
    }
  }

  private static final List<List<String>> SELECTED =
      List.of(List.of(), List.of("own.*"), List.of("shared"), List.of("own.w0", "probed.**"));

  private final List<String> members;

  private Variables variables() {
    return Variables.local(member);
  }

  void begin() {
    watchers.forEach(CrashWatcher::start);
    writers.forEach(CrashWriter::start);
    probers.forEach(Prober::start);
    awaitWrites(10);
  }

  /** How many nodes there are. */
  int nodes() {
    return places.size();
  }

  Place place(int node) {
    return places.get(node);
  }

  int databasePort() {
    return database.port();
  }

  /** The node that owns the default session. */
  int owner() {
    String sql =
        "SELECT m.name FROM shards s JOIN members m ON m.id = s.member WHERE shard = "
            + Shards.of("default");
    int[] found = {-1};
    Await.until("somebody owns the session", () -> (found[0] = ask(sql)) >= 0);
    return found[0];
  }

  private int ask(String sql) {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      return rows.next() ? Integer.parseInt(rows.getString(1).substring(4)) : -1;
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  /** A node, by chance. */
  int any() {
    return random.nextInt(places.size());
  }

  void kill(int node) {
    children.get(node).close();
  }

  void stop(int node) throws InterruptedException {
    Child child = children.get(node);
    child.terminate();
    assertThat(child.exitCode())
        .as(() -> "node %d stops: %s".formatted(node, said(child)))
        .isZero();
  }

  private static String said(Child child) {
    try {
      return child.errors();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void freeze(int node) {
    children.get(node).freeze();
  }

  void thaw(int node) {
    children.get(node).thaw();
  }

  /** Starts a node again. */
  void start(int node) throws IOException {
    Place place = places.get(node);
    Path home = Files.createDirectories(folder.resolve("node" + node).resolve("conf"));
    Files.writeString(
        home.resolve("livevars.yaml"),
        """
        node: {name: node%d}
        host: %s
        grpc: {port: %d}
        http: {port: 0}
        store: '%s'
        changelog: {user: %s, password: %s, retain_revisions: 10000000}
        cluster: {enabled: true, name: %s, members: '%s', port: %d}
        """
            .formatted(
                node,
                place.host(),
                grpcPorts.get(node),
                databaseUrl,
                PostgresServer.USER,
                PostgresServer.PASSWORD,
                cluster,
                String.join(",", members),
                clusterPorts.get(node + 1)));
    Child started = Child.start(home.getParent(), place.prefix(), "serve");
    String line = started.line();
    if (!line.startsWith("livevars ready")) {
      throw new AssertionError("no start: " + line + started.errors());
    }
    children.set(node, started);
  }

  /** Returns when so many more writes were acknowledged; tells how long that took. */
  Duration awaitWrites(int count) {
    long start = System.nanoTime();
    long goal = acknowledged() + count;
    Await.until(
        "%d writes".formatted(count),
        () -> {
          writers.forEach(CrashWriter::requireWell);
          return acknowledged() >= goal;
        });
    return Duration.ofNanos(System.nanoTime() - start);
  }

  private long acknowledged() {
    return writers.stream().mapToLong(writer -> writer.acknowledged().size()).sum();
  }

  /** Stops the writers, lets the watchers catch up and looks whether it all fits together. */
  String check() {
    writers.forEach(writer -> result(writer.stop()));
    probers.forEach(prober -> result(prober.stop()));
    long last = result(variables().getMany()).revision();
    for (CrashWatcher watcher : watchers) {
      result(watcher.recording().until(events -> reached(events, last)));
    }
    List<ChangeSet> committed = Committed.read(variables().provider());
    assertThat(committed.size()).isEqualTo(last);
    Crashes.shouldCountVersions(committed);
    for (CrashWriter writer : writers) {
      Crashes.shouldHold(committed, writer.acknowledged());
    }
    List<Operation> operations =
        probers.stream().flatMap(prober -> prober.operations().stream()).toList();
    for (Operation operation : operations) {
      VariableChange change =
          committed.get((int) operation.revision() - 1).change(operation.name());
      assertThat(change).as("%s", operation).isNotNull();
      assertThat(change.lastVersion()).isEqualTo(operation.version());
    }
    assertThat(Linearizability.violations(operations)).isEmpty();
    HistoryChecker checker = new HistoryChecker(committed);
    int number = 0;
    for (CrashWatcher watcher : watchers) {
      watcher.recording().settled(last);
      checker.check("watcher " + number++, watcher.recording().events());
    }
    assertThat(checker.violations()).isEmpty();
    return "%d revisions, %d acknowledged writes, %d reads and CAS, %d watchers that went on %d times"
        .formatted(
            last,
            acknowledged(),
            operations.size(),
            watchers.size(),
            watchers.stream().mapToInt(CrashWatcher::resumed).sum());
  }

  private static boolean reached(List<Recording.Event> events, long revision) {
    Recording.Event last = events.isEmpty() ? null : events.get(events.size() - 1);
    boolean refused =
        last instanceof Recording.Event.Ended ended
            && ended.end().reason().status() != Reason.Status.UNAVAILABLE;
    return refused || Recording.reached(events) >= revision;
  }

  @Override
  public void close() {
    for (Child child : children) {
      if (child != null) {
        child.close();
      }
    }
    result(program.close());
    result(member.close());
    result(vertx.close());
  }
}
