package dev.livevars.crash;

import dev.livevars.NodeOptions;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Nothing acknowledged is ever lost: a node on SQLite is killed with -9 twenty times. */
class SqliteCrashTest {
  private static final int ROUNDS = 20;
  private static final int LONGEST_SECONDS = 300;

  @TempDir private Path folder;

  @Test
  @Timeout(LONGEST_SECONDS)
  void shouldLoseNothingWhenTheNodeIsKilled() throws Exception {
    String store = "sqlite:" + folder.resolve("test.db");
    try (Crashes crashes =
        new Crashes(
            folder, "store: '" + store + "'", NodeOptions.defaults().store(store), Seed.any())) {
      crashes.start();
      for (int round = 0; round < ROUNDS; round++) {
        crashes.killTheNode();
      }
      crashes.check();
    }
  }
}
