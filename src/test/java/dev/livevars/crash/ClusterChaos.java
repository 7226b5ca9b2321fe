package dev.livevars.crash;

import dev.livevars.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * The long runs: {@code .ci/cluster-chaos [SECONDS] [WATCHERS]} makes network namespaces, and in
 * them three nodes to which something happens every few seconds; {@code .ci/cluster-chaos take-over
 * [KILLS]} measures how long it takes after a kill -9 of the owner until a write is acknowledged.
 */
final class ClusterChaos {
  private static final int NODES = 3;

  private final ClusterCrashes crashes;
  private final Random random;

  private ClusterChaos(ClusterCrashes crashes, Random random) {
    this.crashes = crashes;
    this.random = random;
  }

  /**
   * Runs it.
   *
   * @param arguments {@code chaos SECONDS WATCHERS} or {@code take-over KILLS}; the addresses of
   *     this process and of the nodes are in {@code CHAOS_ADDRESSES}, the namespaces of the nodes
   *     in {@code CHAOS_NAMESPACES}; both are of the loopback when not set
   */
  public static void main(String[] arguments) throws Exception {
    List<String> addresses = words("CHAOS_ADDRESSES");
    List<String> namespaces = words("CHAOS_NAMESPACES");
    List<Place> places = new ArrayList<>(Collections.nCopies(NODES, Place.loopback()));
    for (int node = 0; node < namespaces.size(); node++) {
      places.set(node, new Place(addresses.get(node + 1), namespaces.get(node)));
    }
    String own = addresses.isEmpty() ? "127.0.0.1" : addresses.get(0);
    boolean chaos = arguments[0].equals("chaos");
    long seed = Seed.any();
    Path folder = Files.createTempDirectory("livevars-chaos");
    try (PostgresServer database = PostgresServer.start(own);
        ClusterCrashes crashes =
            new ClusterCrashes(
                folder, database, own, places, chaos ? Integer.parseInt(arguments[2]) : 1, seed)) {
      crashes.begin();
      ClusterChaos run = new ClusterChaos(crashes, new Random(seed));
      if (chaos) {
        run.disturb(Duration.ofSeconds(Long.parseLong(arguments[1])));
      } else {
        run.takeOver(Integer.parseInt(arguments[1]));
      }
      System.out.println(crashes.check());
    }
    System.exit(0);
  }

  private static List<String> words(String variable) {
    String text = System.getenv(variable);
    return text == null || text.isEmpty() ? List.of() : List.of(text.split(" "));
  }

  private void disturb(Duration time) throws Exception {
    long end = System.nanoTime() + time.toNanos();
    for (int round = 0; end - System.nanoTime() > 0; round++) {
      int kinds = crashes.place(0).canBeCut() ? 7 : 3;
      happen(round % kinds);
      Duration taken = crashes.awaitWrites(30 + random.nextInt(200));
      System.out.printf("  30 writes and more in %d ms%n", taken.toMillis());
    }
  }

  private void happen(int kind) throws Exception {
    int node = random.nextBoolean() ? crashes.owner() : crashes.any();
    switch (kind) {
      case 0 -> {
        tell("kill -9 of node %d", node);
        crashes.kill(node);
        pause(random.nextInt(8_000));
        crashes.start(node);
      }
      case 1 -> {
        tell("node %d is frozen for 10 s", node);
        crashes.freeze(node);
        pause(10_000);
        crashes.thaw(node);
      }
      case 2 -> {
        tell("all nodes are restarted, one after the other");
        for (int each = 0; each < NODES; each++) {
          crashes.stop(each);
          crashes.start(each);
        }
      }
      case 3 -> {
        tell("node %d is cut off for 8 s", node);
        crashes.place(node).cut();
        pause(8_000);
        crashes.place(node).heal();
      }
      case 4 -> {
        int owner = crashes.owner();
        tell("the owner, node %d, is cut off from the database for 8 s", owner);
        crashes.place(owner).cutFrom(crashes.databasePort());
        pause(8_000);
        crashes.place(owner).heal();
      }
      case 5 -> {
        tell("everything is cut off from everything for 7 s");
        for (int each = 0; each < NODES; each++) {
          crashes.place(each).cut();
        }
        pause(7_000);
        for (int each = 0; each < NODES; each++) {
          crashes.place(each).heal();
        }
      }
      default -> {
        tell("5 %% of what comes to any node is lost for 5 s");
        for (int each = 0; each < NODES; each++) {
          crashes.place(each).lose(0.05);
        }
        pause(5_000);
        for (int each = 0; each < NODES; each++) {
          crashes.place(each).heal();
        }
      }
    }
  }

  private void takeOver(int kills) throws IOException, InterruptedException {
    long[] millis = new long[kills];
    for (int kill = 0; kill < kills; kill++) {
      int owner = crashes.owner();
      crashes.awaitWrites(100);
      long start = System.nanoTime();
      crashes.kill(owner);
      crashes.awaitWrites(1);
      millis[kill] = Duration.ofNanos(System.nanoTime() - start).toMillis();
      tell("kill -9 of node %d: %d ms", owner, millis[kill]);
      crashes.start(owner);
      pause(3_000 + random.nextInt(3_000)); // leases are of any age at the next kill
    }
    Arrays.sort(millis);
    tell(
        "from kill -9 of the owner to the next acknowledged write: p50 %d ms, max %d ms",
        millis[kills / 2], millis[kills - 1]);
  }

  private static void tell(String text, Object... arguments) {
    System.out.printf(text + "%n", arguments);
  }

  /** The fault lasts. */
  private static void pause(long millis) throws InterruptedException {
    Thread.sleep(millis);
  }
}
