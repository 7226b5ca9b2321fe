package dev.livevars.crash;

import dev.livevars.NodeOptions;
import dev.livevars.PostgresServer;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Nothing acknowledged is ever lost: a node on PostgreSQL is killed with -9, and PostgreSQL too,
 * and both together.
 */
class PostgresCrashTest {
  private static final int ROUNDS = 20;
  private static final int LONGEST_SECONDS = 300;

  @TempDir private Path folder;

  @Test
  @Timeout(LONGEST_SECONDS)
  void shouldLoseNothingWhenTheNodeOrTheDatabaseIsKilled() throws Exception {
    try (PostgresServer database = PostgresServer.start();
        Crashes crashes = new Crashes(folder, settings(database), options(database), Seed.any())) {
      crashes.start();
      for (int round = 0; round < ROUNDS; round++) {
        if (round % 2 == 0) {
          crashes.killTheNode();
        } else if (round % 4 == 1) {
          crashes.disturb(() -> restart(database));
        } else {
          database.kill9();
          database.restart();
          crashes.killTheNode();
        }
      }
      crashes.check();
    }
  }

  private static void restart(PostgresServer database) {
    database.kill9();
    database.restart();
  }

  private static String settings(PostgresServer database) {
    return "store: '%s'\nchangelog: {user: %s, password: %s}\n"
        .formatted(database.url(), PostgresServer.USER, PostgresServer.PASSWORD);
  }

  private static NodeOptions options(PostgresServer database) {
    return NodeOptions.defaults()
        .store(database.url())
        .storeCredentials(PostgresServer.USER, PostgresServer.PASSWORD);
  }
}
