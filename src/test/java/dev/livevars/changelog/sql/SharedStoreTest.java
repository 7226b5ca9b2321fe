package dev.livevars.changelog.sql;

import static dev.livevars.Await.refusal;
import static dev.livevars.Await.result;
import static org.assertj.core.api.Assertions.assertThat;

import dev.livevars.Await;
import dev.livevars.Changes;
import dev.livevars.PostgresServer;
import dev.livevars.changelog.Lease;
import dev.livevars.changelog.StoredSession;
import dev.livevars.model.LivevarsException;
import dev.livevars.model.Reason;
import dev.livevars.model.Shards;
import io.vertx.core.Future;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Several nodes share the tables of one schema, each by a lease. */
class SharedStoreTest {
  private static final Duration LONG = Duration.ofMinutes(10);
  private static final Duration SHORT = Duration.ofMillis(200);
  private static final AtomicInteger SCHEMAS = new AtomicInteger();
  private static PostgresServer server;

  private final List<SqlChangelog> open = new ArrayList<>();
  private SqlSettings settings;
  private String schema;

  @BeforeAll
  static void startServer() {
    server = PostgresServer.start();
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @BeforeEach
  void newSchema() {
    schema = "shared" + SCHEMAS.incrementAndGet();
    settings =
        SqlSettings.of(server.urlOfNewSchema(schema))
            .credentials(PostgresServer.USER, PostgresServer.PASSWORD);
  }

  @AfterEach
  void close() {
    open.forEach(changelog -> result(changelog.close()));
  }

  @Test
  void shouldGiveTheFirstAllAndTheOthersTheirShareOnceItIsGivenUp() {
    SqlChangelog one = node("one", LONG);
    SqlChangelog two = node("two", LONG);
    assertThat(result(one.lease()).shards()).isEqualTo(Shards.ALL);

    assertThat(result(two.lease()).shards()).isEmpty();
    Lease tooMuch = result(one.lease());
    assertThat(tooMuch.fairShare()).isEqualTo(32);
    result(one.release(tooMuch.shards().stream().limit(32).collect(Collectors.toSet())));

    Set<Integer> all = new HashSet<>(result(two.lease()).shards());
    assertThat(all).hasSize(32);
    all.addAll(result(one.lease()).shards());
    assertThat(all).isEqualTo(Shards.ALL);
  }

  @Test
  void shouldTakeAllOfWhoLeaves() {
    SqlChangelog one = node("one", LONG);
    SqlChangelog two = node("two", LONG);
    result(one.lease());
    result(two.lease());

    result(one.leave());

    assertThat(result(two.lease()).shards()).isEqualTo(Shards.ALL);
    assertThat(refusal(one.create(GroupCommitTest.head("default"))).reason())
        .isEqualTo(Reason.OWNER_UNAVAILABLE);
  }

  @Test
  void shouldTakeAllOfWhoseLeaseRanOutAndRefuseItsWrites() {
    SqlChangelog lost = node("lost", SHORT);
    SqlChangelog next = node("next", LONG);
    own(lost);
    result(lost.create(GroupCommitTest.head("default")));
    result(lost.append(Changes.set(1, "x")));

    awaitAll(next);

    assertThat(result(next.recover(Shards.ALL)))
        .extracting(StoredSession::revision)
        .containsExactly(1L);
    assertThat(refusal(lost.append(Changes.set(2, "x"))).reason())
        .isEqualTo(Reason.OWNER_UNAVAILABLE);
    assertThat(refusal(lost.create(GroupCommitTest.head("other"))).reason())
        .isEqualTo(Reason.OWNER_UNAVAILABLE);
    assertThat(refusal(lost.delete("default")).reason()).isEqualTo(Reason.OWNER_UNAVAILABLE);
    assertThat(result(next.read("default", 1, 10))).hasSize(1);
    result(next.append(Changes.set(2, "x")));
  }

  @Test
  void shouldTellThatALeaseEndedAndJoinAnew() {
    SqlChangelog lost = node("lost", SHORT);
    SqlChangelog next = node("next", LONG);
    result(lost.lease());
    awaitAll(next);

    LivevarsException ended = refusal(lost.lease());

    assertThat(ended.reason()).isEqualTo(Reason.OWNER_UNAVAILABLE);
    assertThat(ended.message()).contains("lease");
    assertThat(result(lost.lease()).shards()).isEmpty();
    assertThat(result(next.lease()).fairShare()).isEqualTo(32);
  }

  @Test
  void shouldKeepALeaseThatRanOutWhileNobodyTookIt() throws SQLException {
    SqlChangelog one = node("one", SHORT);
    own(one);
    result(one.create(GroupCommitTest.head("default")));
    try (Connection connection = server.connect();
        Statement statement = connection.createStatement()) {
      Await.until("the lease ran out", () -> isRunOut(statement));
    }

    assertThat(result(one.lease()).shards()).isEqualTo(Shards.ALL);
    result(one.append(Changes.set(1, "x")));
  }

  @Test
  void shouldWriteNothingToWhatItLostWhenItHasJoinedAnew() {
    SqlChangelog lost = node("lost", SHORT);
    SqlChangelog next = node("next", LONG);
    own(lost);
    result(lost.create(GroupCommitTest.head("default")));
    result(lost.append(Changes.set(1, "x")));
    awaitAll(next);
    refusal(lost.lease());
    result(lost.lease());
    assertThat(refusal(lost.append(Changes.set(2, "x"))).reason())
        .isEqualTo(Reason.OWNER_UNAVAILABLE);
    assertThat(refusal(lost.delete("default")).reason()).isEqualTo(Reason.OWNER_UNAVAILABLE);
    assertThat(refusal(lost.create(GroupCommitTest.head("other"))).reason())
        .isEqualTo(Reason.OWNER_UNAVAILABLE);
    assertThat(result(next.recover(Shards.ALL)))
        .extracting(StoredSession::revision)
        .containsExactly(1L);
  }

  @Test
  void shouldNotDoWhatWasAskedBeforeItsLeaseEndedOnceItHasJoinedAnew() throws SQLException {
    SqlChangelog lost = node("lost", LONG);
    own(lost);
    List<Future<Long>> creates = new ArrayList<>();
    try (Connection transaction = server.connect();
        Statement statement = transaction.createStatement()) {
      transaction.setAutoCommit(false);
      statement.execute("SELECT id FROM %s.members FOR UPDATE".formatted(schema));
      for (int i = 0; i < 3_000; i++) {
        creates.add(lost.create(GroupCommitTest.head("s" + i)));
      }
      Future<Lease> ended = lost.lease();
      Future<Lease> anew = lost.lease();
      statement.execute("DELETE FROM %s.members".formatted(schema));
      transaction.commit();
      assertThat(refusal(ended).reason()).isEqualTo(Reason.OWNER_UNAVAILABLE);
      assertThat(result(anew).shards()).isEqualTo(Shards.ALL);
    }
    assertThat(result(lost.recover(Shards.ALL))).isEmpty();
    assertThat(creates)
        .allSatisfy(
            create -> assertThat(refusal(create).reason()).isEqualTo(Reason.OWNER_UNAVAILABLE));
    result(lost.create(GroupCommitTest.head("default")));
    assertThat(result(lost.recover(Shards.ALL))).hasSize(1);
  }

  @Test
  void shouldRefuseWritesToShardsThatItGaveUp() {
    SqlChangelog one = node("one", LONG);
    own(one);
    result(one.create(GroupCommitTest.head("default")));
    result(one.release(Set.of(Shards.of("default"))));
    assertThat(refusal(one.append(Changes.set(1, "x"))).reason())
        .isEqualTo(Reason.OWNER_UNAVAILABLE);
    assertThat(refusal(one.create(GroupCommitTest.head("default"))).reason())
        .isEqualTo(Reason.OWNER_UNAVAILABLE);
  }

  @Test
  void shouldTakeNothingWhileItsOwnerIsWriting() throws SQLException {
    SqlChangelog writing = node("writing", SHORT);
    SqlChangelog next = node("next", LONG);
    result(writing.lease());
    try (Connection transaction = server.connect();
        Statement statement = transaction.createStatement()) {
      transaction.setAutoCommit(false);
      statement.execute("SELECT id FROM %s.members FOR KEY SHARE".formatted(schema));
      Await.until("the lease ran out", () -> isRunOut(statement));

      assertThat(result(next.lease()).shards()).isEmpty();

      transaction.commit();
    }
    awaitAll(next);
  }

  @Test
  void shouldGiveUpShardsBehindWhatWasToBeWritten() {
    SqlChangelog one = node("one", LONG);
    SqlChangelog two = node("two", LONG);
    own(one);
    result(two.lease());
    result(one.create(GroupCommitTest.head("default")));
    List<Future<Void>> appends = new ArrayList<>();
    for (int revision = 1; revision <= 3_000; revision++) {
      appends.add(one.append(Changes.set(revision, "x")));
    }
    Set<Integer> shard = Set.of(Shards.of("default"));

    result(one.release(shard));

    assertThat(appends).allMatch(Future::succeeded);
    assertThat(result(two.lease()).shards()).isEqualTo(shard);
    assertThat(result(two.recover(shard)))
        .extracting(StoredSession::revision)
        .containsExactly(3_000L);
  }

  @Test
  void shouldReadTheSessionsOfTheShardsThatAreAskedFor() {
    SqlChangelog one = node("one", LONG);
    own(one);
    List<String> ids = List.of("a", "b", "c", "default", "long.name-of_a.session");
    ids.forEach(id -> result(one.create(GroupCommitTest.head(id))));

    for (String id : ids) {
      assertThat(result(one.recover(Set.of(Shards.of(id)))))
          .extracting(stored -> stored.head().id())
          .containsExactly(id);
    }
    assertThat(result(one.recover(Shards.ALL))).hasSize(ids.size());
  }

  @Test
  void shouldReadItsShardsHoweverLongThatTakes() {
    FaultyStore store = new FaultyStore(shared("slow", LONG));
    SqlChangelog slow = store.open(shared("slow", LONG));
    open.add(slow);
    own(slow);
    result(slow.create(GroupCommitTest.head("default")));
    result(slow.append(Changes.set(1, "x")));
    store.afterQuery =
        sql -> {
          if (sql.contains("FROM sessions s WHERE")) {
            Await.until("the reader is idle for longer than a writer may be", this::isIdle);
          }
        };

    assertThat(result(slow.recover(Shards.ALL)))
        .extracting(StoredSession::revision)
        .containsExactly(1L);
  }

  @Test
  void shouldLoseItsLeaseAlsoWhileItReads() {
    FaultyStore store = new FaultyStore(shared("slow", SHORT));
    SqlChangelog slow = store.open(shared("slow", SHORT));
    open.add(slow);
    SqlChangelog next = node("next", LONG);
    own(slow);
    result(slow.create(GroupCommitTest.head("default")));
    store.afterQuery =
        sql -> {
          if (sql.contains("FROM sessions")) {
            awaitAll(next);
          }
        };

    assertThat(refusal(slow.recover(Shards.ALL)).reason()).isEqualTo(Reason.OWNER_UNAVAILABLE);
  }

  @Test
  void shouldLeaveASessionAloneThatAnotherNodeIsSweeping() throws SQLException {
    SqlChangelog one = node("one", LONG);
    own(one);
    String sessions = schema + ".sessions";
    for (int deleted = 0; deleted < 2; deleted++) {
      server.execute(
          "INSERT INTO %s (metadata, created_at, snapshot_revision) VALUES ('', '', 0)"
              .formatted(sessions));
    }
    try (Connection transaction = server.connect();
        Statement statement = transaction.createStatement()) {
      transaction.setAutoCommit(false);
      statement.execute("SELECT uid FROM %s ORDER BY uid LIMIT 1 FOR UPDATE".formatted(sessions));

      result(one.keepHouse());

      assertThat(count(sessions)).isOne();
      transaction.rollback();
    }
    result(one.keepHouse());
    assertThat(count(sessions)).isZero();
  }

  private static int count(String table) {
    try (Connection connection = server.connect();
        Statement statement = connection.createStatement();
        var rows = statement.executeQuery("SELECT count(*) FROM " + table)) {
      return rows.next() ? rows.getInt(1) : -1;
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void shouldBeSharedOrUsedAloneButNotBoth() {
    SqlChangelog shared = node("shared", LONG);
    result(shared.lease());
    SqlChangelog alone = SqlChangelog.open(settings);
    open.add(alone);

    assertThat(refusal(alone.recover()))
        .satisfies(
            error -> {
              assertThat(error.reason()).isEqualTo(Reason.STORE_UNUSABLE);
              assertThat(error.message()).contains("another Livevars process");
            });
  }

  /** Takes what is free and reads it, as an owner does. */
  private static void own(SqlChangelog changelog) {
    result(changelog.recover(result(changelog.lease()).shards()));
  }

  private void awaitAll(SqlChangelog next) {
    Await.until("all shards are taken", () -> result(next.lease()).shards().equals(Shards.ALL));
  }

  /** Whether all connections that are idle in a transaction, if any, are so for 1.5 s. */
  private boolean isIdle() {
    String idle =
        "SELECT 1 FROM pg_stat_activity WHERE state = 'idle in transaction'"
            + " AND clock_timestamp() - state_change < interval '1500 milliseconds'";
    try (Connection connection = server.connect();
        Statement statement = connection.createStatement();
        var rows = statement.executeQuery(idle)) {
      return !rows.next();
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  private boolean isRunOut(Statement statement) {
    try (var rows =
        statement.executeQuery(
            "SELECT 1 FROM %s.members WHERE expires_at < clock_timestamp()".formatted(schema))) {
      return rows.next();
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  private SqlChangelog node(String name, Duration term) {
    SqlChangelog changelog = SqlChangelog.open(shared(name, term));
    open.add(changelog);
    return changelog;
  }

  private SqlSettings shared(String name, Duration term) {
    return settings.shared(new SqlSettings.Member(name, "member of " + name, term));
  }
}
