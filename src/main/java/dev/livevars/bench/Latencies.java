package dev.livevars.bench;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

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

  List<Figure> figures(String name) {
    return List.of(
        figure(name + " p50", histogram.getValueAtPercentile(50)),
        figure(name + " p99", histogram.getValueAtPercentile(99)),
        figure(name + " p99.9", histogram.getValueAtPercentile(99.9)),
        figure(name + " max", histogram.getMaxValue()));
  }

  private static Figure figure(String name, long nanos) {
    return new Figure(name, nanos / 1_000.0, "µs");
  }
}
