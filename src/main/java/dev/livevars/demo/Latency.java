package dev.livevars.demo;

import java.util.concurrent.TimeUnit;
import org.HdrHistogram.ConcurrentHistogram;

/** A distribution of times. Safe for any thread. */
final class Latency {
  private final ConcurrentHistogram histogram =
      new ConcurrentHistogram(1_000, TimeUnit.MINUTES.toNanos(1), 3);

  void recordSince(long startNanos) {
    long nanos = System.nanoTime() - startNanos;
    histogram.recordValue(Math.max(0, Math.min(nanos, histogram.getHighestTrackableValue())));
  }

  long count() {
    return histogram.getTotalCount();
  }

  Percentiles percentiles() {
    return new Percentiles(
        millis(histogram.getValueAtPercentile(50)),
        millis(histogram.getValueAtPercentile(99)),
        millis(histogram.getMaxValue()));
  }

  private static double millis(long nanos) {
    return Math.round(nanos / 1e3) / 1e3;
  }

  /** Milliseconds; 0 when nothing was measured. */
  record Percentiles(double p50, double p99, double max) {
    static final Percentiles NONE = new Percentiles(0, 0, 0);
  }
}
