package dev.livevars.peers;

import java.util.concurrent.TimeUnit;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** Latencies in nanoseconds, to three digits, told in microseconds. Safe for several threads. */
final class Latencies {
  private final Histogram histogram = new ConcurrentHistogram(TimeUnit.MINUTES.toNanos(1), 3);

  /** Negative ones are those of what was received before it was acknowledged: they count as 0. */
  void record(long nanos) {
    histogram.recordValue(Math.max(0, Math.min(nanos, histogram.getHighestTrackableValue())));
  }

  void tell(Report report, String name) {
    tell(report, name + " p50", histogram.getValueAtPercentile(50));
    tell(report, name + " p99", histogram.getValueAtPercentile(99));
    tell(report, name + " p99.9", histogram.getValueAtPercentile(99.9));
    tell(report, name + " max", histogram.getMaxValue());
  }

  private static void tell(Report report, String name, long nanos) {
    report.add(name, nanos / 1_000.0, "µs");
  }
}
