package dev.livevars.changelog.sql;

import static dev.livevars.Await.refusal;
import static dev.livevars.Await.result;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.livevars.Await;
import dev.livevars.Changes;
import dev.livevars.PostgresServer;
import dev.livevars.changelog.StoredSession;
import dev.livevars.model.ChangeSet;
import dev.livevars.model.LivevarsException;
import dev.livevars.model.Reason;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** PostgreSQL dies, hangs, restarts and is used by two. */
class PostgresFailureTest {
  private static final AtomicInteger SCHEMAS = new AtomicInteger();
  private static PostgresServer server;

  private SqlSettings settings;
  private SqlChangelog changelog;

  @BeforeAll
  static void startServer() {
    server = PostgresServer.start();
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @BeforeEach
  void open() {
    settings =
        SqlSettings.of(server.urlOfNewSchema("f" + SCHEMAS.incrementAndGet()))
            .credentials(PostgresServer.USER, PostgresServer.PASSWORD);
    changelog = SqlChangelog.open(settings);
    result(changelog.recover());
    result(changelog.create(GroupCommitTest.head("default")));
  }

  @AfterEach
  void close() {
    result(changelog.close());
  }

  @Test
  void shouldLoseNothingAcknowledgedWhenTheServerIsKilled() {
    List<Future<Void>> appends = new ArrayList<>();
    for (int revision = 1; revision <= 2_000; revision++) {
      appends.add(changelog.append(Changes.set(revision, "x")));
    }
    Await.until("some are durable", () -> appends.get(100).isComplete());
    server.kill9();
    Await.until("all have ended", () -> appends.stream().allMatch(Future::isComplete));
    long acknowledged = appends.stream().filter(Future::succeeded).count();
    assertThat(refusal(changelog.append(Changes.set(5_000, "x"))).reason())
        .isEqualTo(Reason.STORE_UNAVAILABLE);
    assertThat(refusal(changelog.read("default", 1, 1)).reason())
        .isEqualTo(Reason.STORE_UNAVAILABLE);

    server.restart();

    long durable = readAll().size();
    assertThat(durable).isGreaterThanOrEqualTo(acknowledged);
    result(changelog.append(Changes.set(durable + 1, "x")));
    result(changelog.close());
    changelog = SqlChangelog.open(settings);
    assertThat(result(changelog.recover()))
        .extracting(StoredSession::revision)
        .containsExactly(durable + 1);
  }

  @Test
  void shouldNotNoticeARestartBetweenTwoCalls() {
    result(changelog.append(Changes.set(1, "x")));
    assertThat(readAll()).hasSize(1);
    server.stop();
    server.restart();

    result(changelog.append(Changes.set(2, "x")));
    assertThat(readAll()).hasSize(2);
  }

  @Test
  void shouldNotHangWithTheServer() {
    result(changelog.append(Changes.set(1, "x")));
    assertThat(readAll()).hasSize(1);
    server.pause();

    Future<Void> append = changelog.append(Changes.set(2, "x"));
    Future<List<ChangeSet>> read = changelog.read("default", 1, 1);

    assertThat(refusal(append).reason()).isEqualTo(Reason.STORE_UNAVAILABLE);
    assertThat(refusal(read).reason()).isEqualTo(Reason.STORE_UNAVAILABLE);
    server.resume();
    long durable = readAll().size();
    result(changelog.append(Changes.set(durable + 1, "x")));
  }

  @Test
  void shouldRefuseASecondProcess() {
    SqlChangelog second = SqlChangelog.open(settings);
    assertThat(refusal(second.recover()))
        .satisfies(
            error -> {
              assertThat(error.reason()).isEqualTo(Reason.STORE_UNUSABLE);
              assertThat(error.message()).contains("another Livevars process");
            });

    Future<List<StoredSession>> waiting = second.recover();
    result(changelog.close());
    changelog = second;

    assertThat(result(waiting)).hasSize(1);
  }

  @Test
  void shouldRefuseASchemaWithTablesOfOthers() {
    String url = server.urlOfNewSchema("foreign_tables");
    server.execute("CREATE TABLE foreign_tables.sessions (name TEXT)");
    SqlChangelog other =
        SqlChangelog.open(
            SqlSettings.of(url).credentials(PostgresServer.USER, PostgresServer.PASSWORD));
    assertThat(refusal(other.recover()))
        .satisfies(
            error -> {
              assertThat(error.reason()).isEqualTo(Reason.STORE_UNUSABLE);
              assertThat(error.message()).contains("did not make", "currentSchema");
            });
    result(other.close());
  }

  @Test
  void shouldNeverTellThePassword() {
    ListAppender<ILoggingEvent> logged = new ListAppender<>();
    Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    logged.start();
    root.addAppender(logged);
    String secret = "sesame";
    List<LivevarsException> errors = new ArrayList<>();
    for (String url :
        List.of(
            server.url() + "?user=livevars&password=" + secret,
            "jdbc:postgresql://127.0.0.1:1/none?user=livevars&password=" + secret,
            "jdbc:postgresql://livevars:" + secret + "@127.0.0.1:1/none")) {
      SqlChangelog wrong = SqlChangelog.open(SqlSettings.of(url));
      errors.add(refusal(wrong.recover()));
      result(wrong.close());
    }
    SqlChangelog unreachable =
        SqlChangelog.open(SqlSettings.of("jdbc:postgresql://127.0.0.1:1/x?password=" + secret));
    errors.add(refusal(unreachable.read("default", 1, 1)));
    result(unreachable.close());
    SqlSettings bad = SqlSettings.of("jdbc:postgresql://[:x/y?password=" + secret);
    root.detachAppender(logged);

    assertThat(errors).allSatisfy(e -> assertThat(e.message()).doesNotContain(secret));
    assertThat(logged.list)
        .allSatisfy(event -> assertThat(event.getFormattedMessage()).doesNotContain(secret));
    assertThat(logged.list).isEmpty();
    assertThat(settings.toString() + bad)
        .doesNotContain(PostgresServer.PASSWORD)
        .doesNotContain(secret);
    assertThatThrownBy(() -> SqlChangelog.open(bad))
        .isInstanceOf(LivevarsException.class)
        .hasMessageNotContaining(secret);
  }

  private List<ChangeSet> readAll() {
    List<ChangeSet> all = new ArrayList<>();
    List<ChangeSet> some;
    do {
      some = result(changelog.read("default", all.size() + 1, 1_000));
      all.addAll(some);
    } while (!some.isEmpty());
    return all;
  }
}
