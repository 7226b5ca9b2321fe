package dev.livevars;

import static dev.livevars.Await.result;

import java.util.List;
import java.util.stream.IntStream;

/** Watches that come and go. */
public final class Churn {
  private static final int AT_ONCE = 100;

  private Churn() {}

  /**
   * How many more bytes of heap are in use after so many watches came and went; some come and go
   * before, to warm up.
   */
  public static long heapHeldAfter(int watches, Variables variables) {
    rounds(watches / 5, variables);
    long before = usedAfterCollection();
    rounds(watches, variables);
    return usedAfterCollection() - before;
  }

  private static void rounds(int watches, Variables variables) {
    for (int i = 0; i < watches / AT_ONCE; i++) {
      List<Watch> open =
          IntStream.range(0, AT_ONCE)
              .mapToObj(
                  n ->
                      variables.watch(
                          WatchOptions.of("x", "y.*").includeInitial(true), change -> {}))
              .toList()
              .stream()
              .map(Await::result)
              .toList();
      open.forEach(watch -> result(watch.cancel()));
    }
  }

  /** The least of several readings, since other threads allocate meanwhile. */
  private static long usedAfterCollection() {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 5; i++) {
      System.gc();
      least =
          Math.min(least, Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory());
    }
    return least;
  }
}
