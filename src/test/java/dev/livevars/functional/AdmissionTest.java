package dev.livevars.functional;

import static dev.livevars.Await.refusal;
import static dev.livevars.Await.result;
import static org.assertj.core.api.Assertions.assertThat;

import dev.livevars.ClusterOptions;
import dev.livevars.Livevars;
import dev.livevars.NodeOptions;
import dev.livevars.Ports;
import dev.livevars.PostgresServer;
import dev.livevars.Variables;
import dev.livevars.model.Constraints;
import dev.livevars.model.LivevarsException;
import dev.livevars.model.Reason;
import dev.livevars.model.Value;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which nodes a cluster does not take. */
class AdmissionTest {
  private static final String CLUSTER = UUID.randomUUID().toString();
  private static final Duration TERM = Duration.ofSeconds(1);
  private static PostgresServer database;
  private static Vertx first;
  private static Vertx second;
  private static Vertx stranger;
  private static int schemas;

  private String schema;
  private String other;

  @BeforeAll
  static void cluster() {
    database = PostgresServer.start();
    int port = Ports.free();
    first = member(CLUSTER, port);
    second = member(CLUSTER, port);
    stranger = member(CLUSTER, Ports.free());
  }

  @AfterAll
  static void leave() {
    Stream.of(first, second, stranger).forEach(vertx -> result(vertx.close()));
    database.close();
  }

  @BeforeEach
  void makeSchemas() {
    schema = "s" + ++schemas;
    other = "s" + ++schemas;
    database.execute("CREATE SCHEMA " + schema);
    database.execute("CREATE SCHEMA " + other);
  }

  @AfterEach
  void empty() {
    assertThat(holders(schema)).isZero();
  }

  @Test
  void shouldRefuseANodeWithAnotherStoreBeforeItTakesAnything() {
    Livevars node = result(node(first, "one", schema));
    Variables variables = Variables.local(second);
    result(variables.register("x", 1, Constraints.ofInteger()));

    LivevarsException refusal = refusal(node(second, "two", other));

    assertThat(refusal.reason()).isEqualTo(Reason.STORE_UNUSABLE);
    assertThat(refusal.message())
        .contains(CLUSTER, "'one'", "'two'", "postgres." + schema, "postgres." + other)
        .doesNotContain(PostgresServer.PASSWORD);
    assertThat(holders(other)).isZero();
    assertThat(result(variables.get("x")).value()).isEqualTo(Value.of(1));
    Livevars right = result(node(second, "two", schema));
    result(right.close());
    result(node.close());
  }

  @Test
  void shouldNotTakeBothOfTwoThatBeginAtOnceWithDifferentStores() {
    List<Future<Livevars>> nodes = List.of(node(first, "one", schema), node(second, "two", other));

    Future.join(nodes).otherwiseEmpty().await();

    assertThat(nodes).anyMatch(Future::failed);
    nodes.stream().filter(Future::succeeded).forEach(node -> result(node.result().close()));
  }

  @Test
  void shouldRefuseANodeThatUsesTheStoreButDoesNotFindTheOthers() {
    Livevars node = result(node(first, "one", schema));

    LivevarsException refusal = refusal(node(stranger, "two", schema));

    assertThat(refusal.reason()).isEqualTo(Reason.STORE_UNUSABLE);
    assertThat(refusal.message()).contains(CLUSTER, "'one'", "cluster.name", "cluster.members");
    assertThat(holders(schema)).isOne();
    result(node.close());
  }

  @Test
  void shouldTakeOneOfTwoThatBeginAtOnceAndDoNotFindEachOther() {
    List<Future<Livevars>> nodes =
        List.of(node(first, "one", schema), node(stranger, "two", schema));

    Future.join(nodes).otherwiseEmpty().await();

    assertThat(nodes).filteredOn(Future::succeeded).hasSize(1);
    nodes.stream().filter(Future::succeeded).forEach(node -> result(node.result().close()));
  }

  @Test
  void shouldWaitForTheEndOfTheLeaseOfANodeThatWasKilled() {
    result(result(node(first, "one", schema)).close());
    database.execute(
        ("INSERT INTO %s.members (name, cluster_member, expires_at)"
                + " VALUES ('killed', 'gone', clock_timestamp() + interval '2 seconds')")
            .formatted(schema));
    database.execute("UPDATE %1$s.shards SET member = m.id FROM %1$s.members m".formatted(schema));

    Livevars node = result(node(first, "one", schema));

    assertThat(holders(schema)).isOne();
    result(Variables.local(first).register("x", 1, Constraints.ofInteger()));
    result(node.close());
  }

  private static Vertx member(String name, int port) {
    ClusterOptions options =
        ClusterOptions.defaults().name(name).port(port).members(List.of("127.0.0.1:" + port));
    return result(Livevars.clustered(new VertxOptions(), options).buildClustered());
  }

  private static Future<Livevars> node(Vertx vertx, String name, String schema) {
    return Livevars.deploy(
        vertx,
        NodeOptions.defaults()
            .node(name)
            .store(database.url() + "?currentSchema=" + schema)
            .storeCredentials(PostgresServer.USER, PostgresServer.PASSWORD)
            .shared(TERM));
  }

  /** How many hold leases in a schema. */
  private static int holders(String schema) {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery("SELECT count(*) FROM %s.members".formatted(schema))) {
      return rows.next() ? rows.getInt(1) : -1;
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }
}
