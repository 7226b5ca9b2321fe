package dev.livevars.changelog.sql;

import static dev.livevars.Await.refusal;
import static dev.livevars.Await.result;
import static org.assertj.core.api.Assertions.assertThat;

import dev.livevars.Await;
import dev.livevars.Changes;
import dev.livevars.changelog.SessionHead;
import dev.livevars.model.ChangeSet;
import dev.livevars.model.Reason;
import dev.livevars.wire.StoredWire;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of writes that share a transaction, when it succeeds and when it fails. */
class GroupCommitTest {
  @TempDir Path folder;

  private FaultyStore store;
  private SqlChangelog changelog;

  @BeforeEach
  void open() {
    SqlSettings settings = SqlSettings.of("sqlite:" + folder.resolve("vars.db"));
    store = new FaultyStore(settings);
    changelog = store.open(settings);
    result(changelog.recover());
    result(changelog.create(head("default")));
  }

  @AfterEach
  void close() {
    result(changelog.close());
  }

  @Test
  void shouldCommitWhatWaitsTogether() {
    int before = store.commits.get();

    List<Future<Void>> appends = append(1, 1_000);

    appends.forEach(Await::result);
    assertThat(store.commits.get() - before).isBetween(1, 200);
    assertThat(read(1)).hasSizeGreaterThan(1);
  }

  @Test
  void shouldTryAgainWhenNothingIsCommitted() {
    store.failStatements.set(1);
    result(changelog.append(Changes.set(1, "x")));
    assertThat(read(1)).containsExactly(Changes.set(1, "x"));
  }

  @Test
  void shouldStoreNothingOfATransactionThatFails() {
    result(changelog.create(head("other")));
    store.failBefore.set(1);
    assertThat(refusal(changelog.append(Changes.set(1, "x"))))
        .satisfies(
            error -> {
              assertThat(error.reason()).isEqualTo(Reason.STORE_UNAVAILABLE);
              assertThat(error.message()).contains("vars.db", "the connection is lost");
            });
    assertThat(read(1)).isEmpty();

    result(changelog.append(Changes.set(1, "y")));

    assertThat(read(1)).containsExactly(Changes.set(1, "y"));
  }

  @Test
  void shouldTellByReadingWhatAnUncertainCommitDid() {
    store.failAfter.set(1);
    List<Future<Void>> appends = append(1, 3);
    assertThat(appends)
        .allSatisfy(
            append -> assertThat(refusal(append).reason()).isEqualTo(Reason.STORE_UNAVAILABLE));

    List<ChangeSet> durable = read(1);

    assertThat(durable).isNotEmpty();
    long next = durable.size() + 1L;
    assertThat(refusal(changelog.append(Changes.set(next - 1, "z"))).reason())
        .isEqualTo(Reason.REVISION_EXISTS);
    result(changelog.append(Changes.set(next, "y")));
    assertThat(read(next)).containsExactly(Changes.set(next, "y"));
  }

  @Test
  void shouldFailWhatWasAppendedBeforeAFailureWasKnown() {
    Vertx vertx = Vertx.vertx();
    CompletableFuture<Future<Void>> second = new CompletableFuture<>();
    store.failAfter.set(1);
    vertx
        .getOrCreateContext()
        .runOnContext(
            start -> {
              Future<Void> unused = changelog.append(Changes.set(1, "x"));
              Await.until("the commit has failed", () -> store.failAfter.get() == 0);
              second.complete(changelog.append(Changes.set(2, "x")));
            });

    assertThat(refusal(Await.result(second)).reason()).isEqualTo(Reason.STORE_UNAVAILABLE);
    assertThat(read(1)).containsExactly(Changes.set(1, "x"));
    result(changelog.append(Changes.set(2, "y")));
    result(vertx.close());
  }

  @Test
  void shouldRefuseExactlyTheAppendThatClashes() throws SQLException {
    result(changelog.create(head("other")));
    result(changelog.append(Changes.set(1, "x")));
    ChangeSet foreign = Changes.set(2, "foreign");
    insert(foreign);

    List<Future<Void>> appends = append(2, 3);
    Future<Void> other = changelog.append(new ChangeSet("other", 1, Changes.set(1, "x").changes()));

    assertThat(refusal(appends.get(0)).reason()).isEqualTo(Reason.REVISION_EXISTS);
    assertThat(refusal(appends.get(1)).reason()).isEqualTo(Reason.REVISION_EXISTS);
    result(other);
    assertThat(read(1)).containsExactly(Changes.set(1, "x"), foreign);
    result(changelog.append(Changes.set(3, "x")));
  }

  @Test
  void shouldKeepThingsAsTheyWereMade() {
    Instant exact = Instant.parse("2026-02-03T04:05:06.123456789Z");
    SessionHead head =
        new SessionHead(
            "exact",
            java.time.Duration.ofNanos(1_234_567_890_123L),
            Map.of("a", "1", "é😀", "\u0000"),
            exact,
            exact.plusNanos(1));
    result(changelog.create(head));
    SessionHead far =
        new SessionHead("far", null, Map.of(), Instant.MIN, Instant.MAX.minusNanos(1));
    result(changelog.create(far));
    result(changelog.renew(Map.of("exact", exact.plusNanos(77), "gone", exact)));
    result(changelog.close());

    changelog = SqlChangelog.open(SqlSettings.of("sqlite:" + folder.resolve("vars.db")));

    assertThat(result(changelog.recover()))
        .extracting(stored -> stored.head())
        .containsExactlyInAnyOrder(
            head("default"),
            far,
            new SessionHead("exact", head.ttl(), head.metadata(), exact, exact.plusNanos(77)));
  }

  private List<Future<Void>> append(int from, int to) {
    return IntStream.rangeClosed(from, to)
        .mapToObj(revision -> changelog.append(Changes.set(revision, "x")))
        .toList();
  }

  private List<ChangeSet> read(long revision) {
    return result(changelog.read("default", revision, 10));
  }

  private void insert(ChangeSet set) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("vars.db"));
        var statement = connection.prepareStatement(Write.Append.INSERT)) {
      statement.setLong(1, 1);
      statement.setLong(2, set.revision());
      statement.setLong(3, 0);
      statement.setBytes(4, StoredWire.toBytes(set));
      assertThat(statement.executeUpdate()).isEqualTo(1);
    }
  }

  static SessionHead head(String id) {
    return new SessionHead(id, null, Map.of(), Instant.EPOCH, null);
  }
}
