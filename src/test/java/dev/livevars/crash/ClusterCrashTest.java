package dev.livevars.crash;

import dev.livevars.PostgresServer;
import java.nio.file.Path;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A cluster keeps its promises while its nodes are killed, frozen for longer than their leases hold
 * and restarted one after the other. {@link ClusterChaos} does it for longer, and cuts networks.
 */
class ClusterCrashTest {
  private static final int NODES = 3;
  private static final int LONGEST_SECONDS = 240;

  @TempDir private Path folder;

  @Test
  @Timeout(LONGEST_SECONDS)
  void shouldBehaveAsOneWhateverHappensToItsNodes() throws Exception {
    try (PostgresServer database = PostgresServer.start();
        ClusterCrashes crashes =
            new ClusterCrashes(
                folder,
                database,
                "127.0.0.1",
                Collections.nCopies(NODES, Place.loopback()),
                4,
                Seed.any())) {
      crashes.begin();
      int killed = crashes.owner();
      crashes.kill(killed);
      crashes.awaitWrites(20);
      crashes.start(killed);
      int frozen = crashes.owner();
      crashes.freeze(frozen);
      crashes.awaitWrites(20);
      crashes.thaw(frozen);
      crashes.awaitWrites(50);
      for (int node = 0; node < NODES; node++) {
        crashes.stop(node);
        crashes.awaitWrites(20);
        crashes.start(node);
      }
      crashes.awaitWrites(50);
      System.out.println(crashes.check());
    }
  }
}
