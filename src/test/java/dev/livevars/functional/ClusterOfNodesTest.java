package dev.livevars.functional;

import static dev.livevars.Await.refusal;
import static dev.livevars.Await.result;
import static org.assertj.core.api.Assertions.assertThat;

import com.hazelcast.cluster.Cluster;
import com.hazelcast.cluster.MembershipEvent;
import dev.livevars.Await;
import dev.livevars.ClusterOptions;
import dev.livevars.Livevars;
import dev.livevars.NodeOptions;
import dev.livevars.Ports;
import dev.livevars.PostgresServer;
import dev.livevars.Variables;
import dev.livevars.Watch;
import dev.livevars.WatchOptions;
import dev.livevars.bus.Address;
import dev.livevars.bus.Bus;
import dev.livevars.model.Command;
import dev.livevars.model.Constraints;
import dev.livevars.model.LivevarsException;
import dev.livevars.model.Reason;
import dev.livevars.model.Shards;
import dev.livevars.model.Value;
import dev.livevars.model.VariableChange;
import dev.livevars.model.WatcherInfo;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.DeliveryContext;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.metrics.MetricsOptions;
import io.vertx.core.spi.metrics.EventBusMetrics;
import io.vertx.core.spi.metrics.VertxMetrics;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Three nodes and a program behave as one. Their leases last longer than anything here waits, so
 * that whatever moves is handed over.
 */
class ClusterOfNodesTest {
  private static final Duration TERM = Duration.ofMinutes(10);
  private static final int NODES = 3;
  private static final List<Vertx> VERTX = new ArrayList<>();
  private static final ConcurrentMap<String, AtomicInteger> WRITTEN = new ConcurrentHashMap<>();
  private static PostgresServer database;
  private static int schemas;

  private final List<Livevars> nodes = new ArrayList<>();
  private String store;
  private String schema;
  private Livevars program;
  private Variables variables;

  @BeforeAll
  static void cluster() {
    database = PostgresServer.start();
    int port = Ports.free();
    ClusterOptions options =
        ClusterOptions.defaults()
            .name(UUID.randomUUID().toString())
            .port(port)
            .members(List.of("127.0.0.1:" + port));
    for (int member = 0; member <= NODES; member++) {
      VertxOptions measured =
          new VertxOptions().setMetricsOptions(new MetricsOptions().setEnabled(true));
      VERTX.add(
          result(
              Livevars.clustered(measured, options)
                  .withMetrics(ignored -> new WrittenMessages(WRITTEN))
                  .buildClustered()));
    }
  }

  @AfterAll
  static void leave() {
    VERTX.forEach(vertx -> result(vertx.close()));
    database.close();
  }

  @BeforeEach
  void deploy() {
    schema = "nodes" + ++schemas;
    store = database.urlOfNewSchema(schema);
    IntStream.range(0, NODES).forEach(this::deploy);
    program = result(Livevars.join(VERTX.get(NODES), "program"));
    variables = Variables.local(VERTX.get(NODES));
    Await.until("shards are spread", () -> shares().equals(List.of(20L, 22L, 22L)));
  }

  @AfterEach
  void close() {
    result(program.close());
    nodes.forEach(node -> result(node.close()));
  }

  @Test
  void shouldServeEverySessionFromEveryNode() {
    List<Variables> all = VERTX.stream().map(Variables::local).toList();
    for (int i = 0; i < 30; i++) {
      String id = "s" + i;
      result(all.get(i % all.size()).sessions().create(id));
      Variables writer = all.get((i + 1) % all.size()).inSession(id);
      result(writer.register("x", i, Constraints.ofInteger()));
      for (Variables reader : all) {
        assertThat(result(reader.inSession(id).get("x")).value()).isEqualTo(Value.of(i));
      }
    }
    for (Variables reader : all) {
      assertThat(result(reader.sessions().list())).hasSize(31);
    }
  }

  @Test
  void shouldCarryOnWhileNodesLeaveAndJoin() {
    result(variables.register("x", 0, Constraints.ofInteger()));
    List<VariableChange> changes = new CopyOnWriteArrayList<>();
    Watch watch = result(variables.watch(WatchOptions.of("x").includeInitial(false), changes::add));
    int sets = 0;
    for (int round = 0; round < NODES; round++) {
      List<Future<?>> under = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        under.add(variables.set("x", ++sets));
      }
      Future<Void> closing = nodes.get(round).close();
      for (int i = 0; i < 20; i++) {
        under.add(variables.set("x", ++sets));
      }
      under.forEach(Await::result);
      result(closing);
      result(variables.set("x", ++sets));
      nodes.set(round, node(round));
    }
    int all = sets;
    Await.until("all changes came", () -> changes.size() == all);
    assertThat(changes)
        .extracting(VariableChange::revision)
        .containsExactlyElementsOf(LongStream.rangeClosed(2, all + 1L).boxed().toList());
    result(watch.cancel());
  }

  @Test
  void shouldBeReachedAgainWhenItsLossIsNoticedAfterItsReturn() {
    EventBus bus = VERTX.get(1).eventBus();
    VERTX.get(0).eventBus().consumer("echo", message -> message.reply(message.body()));
    Await.until("it is reached", () -> answers(bus));
    HazelcastClusterManager other = manager(1);
    Cluster cluster = other.getHazelcastInstance().getCluster();
    other.memberRemoved(
        new MembershipEvent(
            cluster,
            manager(0).getHazelcastInstance().getCluster().getLocalMember(),
            MembershipEvent.MEMBER_REMOVED,
            cluster.getMembers()));

    Await.until("it is reached again", () -> answers(bus));
  }

  private static boolean answers(EventBus bus) {
    return result(bus.request("echo", "hello").map(true).otherwise(false));
  }

  private static HazelcastClusterManager manager(int member) {
    return (HazelcastClusterManager) ((VertxInternal) VERTX.get(member)).clusterManager();
  }

  @Test
  void shouldSendOneMessageAChangeSetToEachOtherMemberThatWatches() {
    int sets = 200;
    result(variables.register("x", 0, Constraints.ofInteger()));
    AtomicInteger received = new AtomicInteger();
    List<Watch> watches = new ArrayList<>();
    for (Vertx vertx : VERTX) {
      for (int i = 0; i < 5; i++) {
        watches.add(
            result(
                Variables.local(vertx)
                    .watch(
                        WatchOptions.of("x").includeInitial(false),
                        change -> received.incrementAndGet())));
      }
    }
    WRITTEN.clear();

    for (int i = 1; i <= sets; i++) {
      result(variables.set("x", i));
    }

    Await.until("all have all", () -> received.get() == sets * watches.size());
    int seconds = 5; // more than this took; in each of them the owner may tell of its revision
    assertThat(written(Address.feed("default").name()))
        .isBetween(sets * NODES, (sets + 4 * seconds) * NODES);
    assertThat(written("livevars.changed.default.x")).isZero();
    watches.forEach(watch -> result(watch.cancel()));
  }

  private static int written(String address) {
    AtomicInteger count = WRITTEN.get(address);
    return count == null ? 0 : count.get();
  }

  /** Counts what goes to other members, by address. */
  private record WrittenMessages(ConcurrentMap<String, AtomicInteger> counts)
      implements VertxMetrics, EventBusMetrics<Object> {
    @Override
    public EventBusMetrics<?> createEventBusMetrics() {
      return this;
    }

    @Override
    public void messageWritten(String address, int bytes) {
      counts.computeIfAbsent(address, key -> new AtomicInteger()).incrementAndGet();
    }

    @Override
    public void close() {}
  }

  @Test
  void shouldListAndStopWatchersOfEveryNode() {
    List<Watch> watches = new ArrayList<>();
    List<Reason> ends = new CopyOnWriteArrayList<>();
    for (Vertx vertx : VERTX) {
      Watch watch = result(Variables.local(vertx).watch(WatchOptions.of("**"), change -> {}));
      watch.onEnd(end -> ends.add(end.reason()));
      watches.add(watch);
    }

    for (Vertx vertx : VERTX) {
      assertThat(result(Variables.local(vertx).listWatchers()))
          .extracting(WatcherInfo::node)
          .containsExactlyInAnyOrder("node0", "node1", "node2", "program");
    }
    Variables onFirst = Variables.local(VERTX.get(0));
    watches.forEach(watch -> result(onFirst.stopWatcher(watch.id())));

    Await.until("all have ended", () -> ends.size() == watches.size());
    assertThat(ends).containsOnly(Reason.STOPPED);
    assertThat(result(variables.listWatchers())).isEmpty();
    assertThat(refusal(onFirst.stopWatcher(watches.get(0).id())).reason())
        .isEqualTo(Reason.WATCHER_NOT_FOUND);
  }

  @Test
  void shouldListWatchersWithoutThoseOfANodeThatDoesNotAnswer() {
    List<Watch> watches =
        VERTX.stream()
            .map(vertx -> result(Variables.local(vertx).watch(WatchOptions.of("**"), change -> {})))
            .toList();
    for (int node = 0; node < NODES; node++) {
      List<String> others = new ArrayList<>(List.of("node0", "node1", "node2", "program"));
      others.remove("node" + node);
      long start = System.nanoTime();

      List<WatcherInfo> listed = silencing(node, () -> result(variables.listWatchers()));

      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(1));
      assertThat(listed).extracting(WatcherInfo::node).containsExactlyInAnyOrderElementsOf(others);
    }
    assertThat(refusal(variables.inSession("none").listWatchers()).reason())
        .isEqualTo(Reason.SESSION_NOT_FOUND);
    watches.forEach(watch -> result(watch.cancel()));
  }

  @Test
  void shouldNotTellAddressesWhenANodeDoesNotAnswer() {
    int other = ownerOf("default").equals("node0") ? 1 : 0;

    LivevarsException refusal = silencing(other, () -> refusal(variables.stopWatcher("w")));

    assertThat(refusal.reason()).isEqualTo(Reason.OWNER_UNAVAILABLE);
    assertThat(refusal.message()).doesNotContain("__vertx", "livevars.");
  }

  /** Does something while a node hears nothing. */
  private static <T> T silencing(int node, Supplier<T> action) {
    Handler<DeliveryContext<Object>> silence = delivery -> {};
    EventBus bus = VERTX.get(node).eventBus();
    bus.addInboundInterceptor(silence);
    try {
      return action.get();
    } finally {
      bus.removeInboundInterceptor(silence);
    }
  }

  @Test
  void shouldSayThatNobodyOwnsASession() {
    nodes.forEach(node -> result(node.close()));

    LivevarsException refusal =
        refusal(
            new Bus(VERTX.get(NODES))
                .request(new Command.GetSession("default"), Duration.ofMillis(500)));

    assertThat(refusal.reason()).isEqualTo(Reason.OWNER_UNAVAILABLE);
    assertThat(refusal.message()).contains("no node of the cluster owns", "shard");
  }

  @Test
  void shouldForgetTheWatchersOfAMemberThatIsGone() {
    Livevars gone = nodes.get(2);
    result(Variables.local(VERTX.get(2)).watch(WatchOptions.of("**"), change -> {}));
    assertThat(result(variables.listWatchers())).hasSize(1);

    result(gone.close());

    assertThat(result(variables.listWatchers())).isEmpty();
    nodes.set(2, node(2));
  }

  @Test
  void shouldServePlainConsumersOfAProgram() {
    List<VariableChange> changes = new CopyOnWriteArrayList<>();
    result(
        VERTX
            .get(NODES)
            .eventBus()
            .<VariableChange>consumer(
                "livevars.changed.default.x", message -> changes.add(message.body()))
            .completion());
    result(variables.register("x", 1, Constraints.ofInteger()));
    result(variables.set("x", 2));
    Await.until("both changes came", () -> changes.size() == 2);
  }

  private void deploy(int number) {
    nodes.add(node(number));
  }

  private Livevars node(int number) {
    return result(
        Livevars.deploy(
            VERTX.get(number),
            NodeOptions.defaults()
                .node("node" + number)
                .store(store)
                .storeCredentials(PostgresServer.USER, PostgresServer.PASSWORD)
                .shared(TERM)));
  }

  /** The node that holds the shard of a session. */
  private String ownerOf(String session) {
    return query(
            "SELECT m.name FROM %s.shards s JOIN %s.members m ON m.id = s.member WHERE shard = %d"
                .formatted(schema, schema, Shards.of(session)),
            rows -> rows.getString(1))
        .get(0);
  }

  /** How many shards the members own, fewest first. */
  private List<Long> shares() {
    return query(
        "SELECT count(*) FROM %s.shards WHERE member IS NOT NULL GROUP BY member ORDER BY 1"
            .formatted(schema),
        rows -> rows.getLong(1));
  }

  private interface Row<T> {
    T read(ResultSet rows) throws SQLException;
  }

  private static <T> List<T> query(String sql, Row<T> row) {
    List<T> all = new ArrayList<>();
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        all.add(row.read(rows));
      }
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
    return all;
  }
}
