package dev.livevars.bench;

import java.util.function.LongConsumer;

/**
 * An open loop: a rate that is kept whatever comes back, so that queueing is not hidden. What is
 * faster than 1,000 a second goes in bundles, one each millisecond.
 */
final class Pace {
  private static final int TICKS = 1_000;

  private Pace() {}

  /** Calls with 1, 2, … up to a number, on the caller's thread. */
  static void keep(int rate, long count, LongConsumer call) {
    long first = System.nanoTime();
    int bundle = Math.max(1, rate / TICKS);
    for (long i = 0; i < count; i++) {
      if (i % bundle == 0) {
        Waiting.untilNanoTime(first + (long) (i * 1e9 / rate));
      }
      call.accept(i + 1);
    }
  }
}
