package dev.livevars.changelog.sql;

import dev.livevars.PostgresServer;
import dev.livevars.changelog.Changelog;
import dev.livevars.changelog.ChangelogBehaviour;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class PostgresBehaviourTest extends ChangelogBehaviour {
  private static final AtomicInteger SCHEMAS = new AtomicInteger();
  private static PostgresServer server;

  @BeforeAll
  static void startServer() {
    server = PostgresServer.start();
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @Override
  protected Changelog open() {
    return SqlChangelog.open(
        SqlSettings.of(server.urlOfNewSchema("s" + SCHEMAS.incrementAndGet()))
            .credentials(PostgresServer.USER, PostgresServer.PASSWORD));
  }
}
