package dev.livevars.changelog.sql;

import static dev.livevars.Await.refusal;
import static dev.livevars.Await.result;
import static org.assertj.core.api.Assertions.assertThat;

import dev.livevars.Await;
import dev.livevars.Changes;
import dev.livevars.changelog.StoredSession;
import dev.livevars.model.ChangeSet;
import dev.livevars.model.LivevarsException;
import dev.livevars.model.Reason;
import dev.livevars.model.VariableChange;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What of the history stays, and that the state outlives it. */
class RetentionTest {
  private static final int COUNT = 30_000;

  @TempDir Path folder;

  /** All change sets are of this time. */
  private final Instant committed = Instant.parse("2026-01-01T00:00:00Z");

  private volatile Instant now = committed;

  @Test
  void shouldRecoverTheStateWhateverIsLeftOfTheHistory() throws SQLException {
    SqlChangelog changelog = open(1_000);
    assertThat(result(changelog.recover())).isEmpty();
    result(changelog.create(GroupCommitTest.head("default")));
    final Map<String, Long> last = fill(changelog, COUNT);
    now = committed.plus(Duration.ofHours(2));
    result(changelog.keepHouse());
    assertThat(oldest(changelog)).isBetween(COUNT - 2_000L, COUNT - 999L);
    result(changelog.close());

    SqlChangelog again = open(1_000);
    StoredSession stored = result(again.recover()).get(0);

    assertThat(stored.revision()).isEqualTo(COUNT);
    assertThat(revisions(stored)).isEqualTo(last);
    assertThat(count("change_sets")).isBetween(1_000L, 2_000L);
    assertThat(refusal(again.append(Changes.set(COUNT, "x"))).reason())
        .isEqualTo(Reason.REVISION_EXISTS);
    result(again.append(Changes.set(COUNT + 1, "x")));
    result(again.close());
  }

  @Test
  void shouldReadNoMoreThanATailAtTheStart() throws SQLException {
    SqlChangelog changelog = open(10_000);
    result(changelog.recover());
    result(changelog.create(GroupCommitTest.head("default")));
    Map<String, Long> last = fill(changelog, COUNT);
    result(changelog.keepHouse());
    result(changelog.close());

    assertThat(number("SELECT snapshot_revision FROM sessions")).isGreaterThan(COUNT - 12_000L);
    assertThat(count("change_sets")).isEqualTo(COUNT);
    SqlChangelog again = open(10_000);
    assertThat(revisions(result(again.recover()).get(0))).isEqualTo(last);
    result(again.close());
  }

  @Test
  void shouldKeepWhatIsYoungAndWhatIsNew() {
    SqlChangelog changelog = open(500);
    result(changelog.recover());
    result(changelog.create(GroupCommitTest.head("default")));
    Map<String, Long> unused = fill(changelog, 3_000);

    now = committed.plus(Duration.ofMinutes(59));
    result(changelog.keepHouse());
    assertThat(oldest(changelog)).isEqualTo(1);

    now = committed.plus(Duration.ofMinutes(61));
    result(changelog.keepHouse());
    assertThat(oldest(changelog)).isBetween(1_500L, 2_501L);
    assertThat(result(changelog.read("default", 2_501, 1_000))).isNotEmpty();
    result(changelog.close());
  }

  @Test
  void shouldEndAHistoryWhereItIsCompacted() {
    SqlChangelog changelog = open(100);
    result(changelog.recover());
    result(changelog.create(GroupCommitTest.head("default")));
    List<Future<Void>> appends = new ArrayList<>();
    for (int revision = 1; revision <= 1_000; revision++) {
      appends.add(changelog.append(Changes.set(revision, "x")));
    }
    appends.forEach(Await::result);
    now = committed.plus(Duration.ofHours(2));
    result(changelog.keepHouse());
    long oldest = oldest(changelog);

    List<VariableChange> changes = result(changelog.history("default", "x", 1_000, 0, 5_000));

    assertThat(oldest).isGreaterThan(700);
    assertThat(changes).hasSize((int) (1_000 - oldest + 1));
    assertThat(changes.get(changes.size() - 1).revision()).isEqualTo(oldest);
    result(changelog.close());
  }

  @Test
  void shouldLeaveNothingOfSessionsThatAreDeleted() throws SQLException {
    SqlChangelog changelog = open(100);
    result(changelog.recover());
    result(changelog.create(GroupCommitTest.head("default")));
    Map<String, Long> unused = fill(changelog, 2_000);
    result(changelog.delete("default"));
    for (int i = 0; i < 100; i++) {
      result(changelog.create(GroupCommitTest.head("s" + i)));
      result(changelog.delete("s" + i));
    }

    result(changelog.keepHouse());

    assertThat(count("sessions")).isZero();
    assertThat(count("change_sets")).isZero();
    assertThat(count("snapshots")).isZero();
    result(changelog.close());
  }

  @Test
  void shouldSweepAfterARestartWhatWasLeft() throws SQLException {
    SqlChangelog changelog = open(10_000);
    result(changelog.recover());
    result(changelog.create(GroupCommitTest.head("default")));
    Map<String, Long> unused = fill(changelog, 2_000);
    result(changelog.delete("default"));
    result(changelog.close());

    SqlChangelog again = open(10_000);
    assertThat(result(again.recover())).isEmpty();
    result(again.keepHouse());

    assertThat(count("change_sets") + count("sessions")).isZero();
    result(again.close());
  }

  /** Appends changes of 100 variables, of which some are set once only. */
  private static Map<String, Long> fill(SqlChangelog changelog, int count) {
    Map<String, Long> last = new HashMap<>();
    List<Future<Void>> appends = new ArrayList<>();
    for (long revision = 1; revision <= count; revision++) {
      String name = revision <= 50 ? "once" + revision : "often" + revision % 50;
      last.put(name, revision);
      appends.add(changelog.append(Changes.set(revision, name)));
    }
    appends.forEach(Await::result);
    return last;
  }

  private static Map<String, Long> revisions(StoredSession session) {
    return session.latest().stream()
        .collect(Collectors.toMap(VariableChange::name, VariableChange::revision));
  }

  private static long oldest(SqlChangelog changelog) {
    try {
      List<ChangeSet> sets = result(changelog.read("default", 1, 1));
      return sets.get(0).revision();
    } catch (LivevarsException e) {
      assertThat(e.reason()).isEqualTo(Reason.REVISION_COMPACTED);
      return Long.parseLong(String.valueOf(e.details().get("oldest_revision")));
    }
  }

  private SqlChangelog open(int retain) {
    return SqlChangelog.open(
        SqlSettings.of("sqlite:" + folder.resolve("vars.db"))
            .retain(retain, Duration.ofHours(1))
            .clock(() -> now));
  }

  private long count(String table) throws SQLException {
    return number("SELECT count(*) FROM " + table);
  }

  private long number(String query) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("vars.db"));
        var statement = connection.createStatement();
        var rows = statement.executeQuery(query)) {
      return rows.getLong(1);
    }
  }
}
