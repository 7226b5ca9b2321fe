package dev.livevars.changelog.sql;

import static dev.livevars.Await.refusal;
import static dev.livevars.Await.result;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.livevars.Await;
import dev.livevars.Changes;
import dev.livevars.changelog.StoredSession;
import dev.livevars.model.ChangeSet;
import dev.livevars.model.LivevarsException;
import dev.livevars.model.Reason;
import dev.livevars.model.Value;
import io.vertx.core.Future;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which files are taken as a store, and what becomes of one whose disk is full. */
class SqliteFileTest {
  @TempDir Path folder;

  @Test
  void shouldMakeTheFoldersThatAreMissing() {
    Path file = folder.resolve("a/b/vars.db");
    result(open(file).close());
    SqlChangelog changelog = open(file);
    assertThat(result(changelog.recover())).isEmpty();
    result(changelog.close());
    assertThat(file).exists();
  }

  @Test
  void shouldRefuseAFileThatIsNoDatabase() throws IOException {
    Path file = Files.writeString(file(), "dear diary, ".repeat(100));
    assertThat(refused(file).message()).contains(file.toString(), "no SQLite database");
    assertThat(file).content().startsWith("dear diary");
  }

  @Test
  void shouldRefuseTheDatabaseOfAnotherProgram() throws SQLException {
    change(file(), "CREATE TABLE contacts (name TEXT)");
    assertThat(refused(file()).message()).contains("Livevars did not make");
  }

  @Test
  void shouldRefuseAnEmptyFile() throws IOException {
    Files.createFile(file());
    assertThat(refused(file()).message()).contains("is empty", "delete the file");
    assertThat(file()).isEmptyFile();
  }

  @Test
  void shouldRefuseALogWithoutItsDatabase() throws IOException {
    Path log = Files.writeString(folder.resolve("vars.db-wal"), "log");
    assertThat(refused(file()).message()).contains(log.toString(), "delete the log");
    assertThat(file()).doesNotExist();
  }

  @Test
  void shouldRefuseTheStoreOfANewerLivevars() throws SQLException {
    fill(10);
    change(
        file(),
        "INSERT INTO livevars_schema SELECT 99, '99', 'later', type, 'V99__later.sql', 1,"
            + " installed_by, installed_on, 1, 1 FROM livevars_schema WHERE installed_rank = 1");
    assertThat(refused(file()).message()).contains("newer Livevars", "99");
  }

  @Test
  void shouldRefuseAFileThatIsCutOff() throws IOException {
    fill(2_000);
    try (RandomAccessFile content = new RandomAccessFile(file().toFile(), "rw")) {
      content.setLength(content.length() / 2 / 4096 * 4096);
    }
    assertThat(refused(file()).message()).contains("is damaged", "restore a backup");
  }

  @Test
  void shouldRefuseAFileThatEndsWithinAPage() throws IOException {
    fill(2_000);
    try (RandomAccessFile content = new RandomAccessFile(file().toFile(), "rw")) {
      content.setLength(content.length() - 1_000);
    }
    assertThat(refused(file()).message()).contains("is damaged", "restore a backup");
  }

  @Test
  void shouldRefuseTheStoreWhoseLastChangesCannotBeRead() throws SQLException {
    fill(10);
    change(file(), "UPDATE change_sets SET data = x'ffff' WHERE revision = 7");
    assertThat(refused(file()).message())
        .contains("table change_sets, session 'default', revision 7");
  }

  @Test
  void shouldRefuseTheStoreThatLacksAChange() throws SQLException {
    fill(10);
    change(file(), "DELETE FROM change_sets WHERE revision = 7");
    assertThat(refused(file()).message()).contains("revision 7", "missing", "restore a backup");
  }

  @Test
  void shouldRefuseTheStoreOfAnotherProcessUntilThatIsGone() throws IOException {
    try (StoreHolder holder = StoreHolder.start(file())) {
      assertThat(refused(file()).message()).contains(file().toString(), "another Livevars process");
      assertThat(holder.isAlive()).isTrue();
    }
    SqlChangelog changelog = open(file());
    assertThat(result(changelog.recover())).extracting(StoredSession::revision).containsExactly(1L);
    result(changelog.close());
  }

  @Test
  void shouldRefuseAStoreWhoseLogIsGone() throws IOException {
    try (StoreHolder holder = StoreHolder.start(file())) {
      assertThat(holder.isAlive()).isTrue();
    }
    Path log = Files.move(folder.resolve("vars.db-wal"), folder.resolve("kept"));
    Files.delete(folder.resolve("vars.db-shm"));
    assertThat(refused(file()).message()).contains("vars.db-wal is gone", "delete", "vars.db.lock");
    Files.move(log, folder.resolve("vars.db-wal"));
    SqlChangelog changelog = open(file());
    assertThat(result(changelog.recover())).extracting(StoredSession::revision).containsExactly(1L);
    result(changelog.close());
    assertThat(folder.resolve("vars.db.lock")).isEmptyFile();
  }

  @Test
  void shouldHaveItsTablesInTheFileFromTheBeginning() throws IOException {
    try (StoreHolder holder = StoreHolder.start(file())) {
      assertThat(holder.isAlive()).isTrue();
    }
    Files.delete(folder.resolve("vars.db.lock"));
    Files.delete(folder.resolve("vars.db-wal"));
    SqlChangelog changelog = open(file());
    assertThat(result(changelog.recover())).isEmpty();
    result(changelog.close());
  }

  @Test
  void shouldRefuseAStoreWithoutTables() throws SQLException {
    fill(10);
    change(file(), "DROP TABLE snapshots");
    assertThat(refused(file()).message()).contains("table snapshots is missing");
  }

  @Test
  void shouldRefuseAFileOfTwoNames() throws IOException {
    fill(10);
    Path other = Files.createLink(folder.resolve("hard.db"), file());
    assertThat(refused(other).message()).contains("more than one name");
    assertThat(refused(file()).message()).contains("more than one name");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sqlite: ",
        "sqlite::memory:",
        "sqlite:a\0b",
        "jdbc:postgresql:db&password=hush",
        "jdbc:postgresql://h/db;password=hush",
        "jdbc:postgresql://h/db?socketTimeout=abc&password=hush",
        "jdbc:mysql:h;password=hush"
      })
  void shouldRefuseAUrlThatMeansNoStore(String url) {
    assertThatThrownBy(() -> SqlChangelog.open(SqlSettings.of(url)))
        .isInstanceOf(LivevarsException.class)
        .hasMessageStartingWith("the store")
        .hasMessageNotContaining("hush");
    assertThat(SqlSettings.of(url).toString()).doesNotContain("hush");
  }

  @Test
  void shouldRefuseTheStoreThatThisProcessHas() throws IOException {
    SqlChangelog first = open(file());
    result(first.recover());
    Path other = Files.createSymbolicLink(folder.resolve("link.db"), file());
    assertThat(refused(file()).message()).contains("another Livevars process");
    assertThat(refused(other).message()).contains("another Livevars process");
    result(first.close());
    SqlChangelog second = open(other);
    assertThat(result(second.recover())).isEmpty();
    result(second.close());
  }

  @Test
  void shouldGoOnReadingWhenTheDiskIsFullAndWritingWhenItIsNot() {
    SqlSettings settings = SqlSettings.of("sqlite:" + file());
    FaultyStore store = new FaultyStore(settings);
    store.onConnect = "PRAGMA max_page_count = 1000";
    SqlChangelog changelog = store.open(settings);
    result(changelog.recover());
    result(changelog.create(GroupCommitTest.head("default")));
    long durable = 0;
    LivevarsException refused = null;
    while (refused == null) {
      Future<Void> append = changelog.append(large(durable + 1));
      Await.until("the append ends", append::isComplete);
      refused = (LivevarsException) append.cause();
      durable += append.succeeded() ? 1 : 0;
    }

    assertThat(refused.reason()).isEqualTo(Reason.STORE_UNAVAILABLE);
    assertThat(refused.message()).contains("the disk is full");
    assertThat(readAll(changelog)).hasSize((int) durable);
    assertThat(refusal(changelog.append(large(durable + 1))).message()).contains("disk is full");

    store.onConnect = null;
    result(changelog.append(large(durable + 1)));
    assertThat(readAll(changelog)).hasSize((int) durable + 1);
    result(changelog.close());
  }

  private void fill(int count) {
    SqlChangelog changelog = open(file());
    result(changelog.recover());
    result(changelog.create(GroupCommitTest.head("default")));
    List<Future<Void>> appends = new ArrayList<>();
    for (int revision = 1; revision <= count; revision++) {
      appends.add(changelog.append(Changes.set(revision, "x")));
    }
    appends.forEach(Await::result);
    result(changelog.close());
  }

  private Path file() {
    return folder.resolve("vars.db");
  }

  private static ChangeSet large(long revision) {
    return Changes.set(revision, Value.of(new float[1 << 16]));
  }

  private static List<ChangeSet> readAll(SqlChangelog changelog) {
    List<ChangeSet> all = new ArrayList<>();
    List<ChangeSet> some;
    do {
      some = result(changelog.read("default", all.size() + 1, 1_000));
      all.addAll(some);
    } while (!some.isEmpty());
    return all;
  }

  private static LivevarsException refused(Path file) {
    SqlChangelog changelog = open(file);
    LivevarsException refused = refusal(changelog.recover());
    result(changelog.close());
    assertThat(refused.reason()).isEqualTo(Reason.STORE_UNUSABLE);
    return refused;
  }

  private static SqlChangelog open(Path file) {
    return SqlChangelog.open(SqlSettings.of("sqlite:" + file));
  }

  private static void change(Path file, String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
