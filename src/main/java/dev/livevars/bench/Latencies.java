package dev.livevars.bench;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * Latencies in nanoseconds, to three digits, as figures in microseconds. Safe for several threads.
 */
final class Latencies {
  private final Histogram histogram = new ConcurrentHistogram(TimeUnit.MINUTES.toNanos(1), 3);

  void record(long nanos) {
    histogram.recordValue(Math.max(1, Math.min(nanos, histogram.getHighestTrackableValue())));
  }

  long count() {
    return histogram.getTotalCount();
  }

  /** In microseconds. */
  double percentile(double percent) {
    return histogram.getValueAtPercentile(percent) / 1_000.0;
  }

  List<Figure> figures(String name) {
    return figures(name, null, null);
  }

  /** The figures, with targets for two of them. */
  List<Figure> figures(String name, @Nullable Target p50, @Nullable Target p99) {
    return List.of(
        new Figure(name + " p50", percentile(50), "µs", p50),
        new Figure(name + " p99", percentile(99), "µs", p99),
        new Figure(name + " p99.9", percentile(99.9), "µs"),
        new Figure(name + " max", percentile(100), "µs"));
  }
}
