package dev.livevars.demo;

import dev.livevars.Variables;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Sets the weather, a row as one atomic batch, at fixed times: it does not wait for answers (open
 * loop). Counts what it changes by itself: setting an equal value is no change. For one context.
 */
final class WeatherFeed {
  private static final long TICK_MILLIS = 5;

  private final Map<String, Double> present = new HashMap<>();
  private final Map<String, Long> versions = new HashMap<>();
  private final Promise<Void> done = Promise.promise();
  private final Variables variables;
  private final List<Weather> year;
  private final SentTimes sent;
  private final long rows;
  private final double rowNanos;
  private final AtomicLong row = new AtomicLong();
  private final AtomicLong changes = new AtomicLong();
  private long start;
  private long answered;

  /**
   * A feed.
   *
   * @param sent where the times of the calls go
   * @param rows how many hours; after a year it begins again
   * @param yearSeconds how long a year takes
   */
  WeatherFeed(
      Variables variables, List<Weather> year, SentTimes sent, long rows, double yearSeconds) {
    this.variables = variables;
    this.year = year;
    this.sent = sent;
    this.rows = rows;
    this.rowNanos = yearSeconds * TimeUnit.SECONDS.toNanos(1) / year.size();
  }

  /**
   * Starts from these values, which the variables have now, at version 1.
   *
   * @return completed when the last row is answered; fails with the first refusal
   */
  Future<Void> run(Vertx vertx, Weather first) {
    first.values().forEach(this::starting);
    start = System.nanoTime();
    long timer = vertx.setPeriodic(TICK_MILLIS, tick -> sendWhatIsDue());
    return done.future().onComplete(ended -> vertx.cancelTimer(timer));
  }

  /** Rows sent so far. */
  long row() {
    return row.get();
  }

  /** How many updates were made: three a row. */
  long updates() {
    return row.get() * present.size();
  }

  /** How many of them changed a value. */
  long changes() {
    return changes.get();
  }

  private void starting(String name, double value) {
    present.put(name, value);
    versions.put(name, 1L);
  }

  private void sendWhatIsDue() {
    long due = Math.min(rows, (long) ((System.nanoTime() - start) / rowNanos) + 1);
    while (row.get() < due) {
      send(year.get((int) (row.get() % year.size())));
      row.incrementAndGet();
    }
  }

  private void send(Weather weather) {
    long now = System.nanoTime();
    weather.values().forEach((name, value) -> expect(name, value, now));
    variables
        .setMany(weather.values(), true)
        .onSuccess(result -> countAnswer())
        .onFailure(done::tryFail);
  }

  private void expect(String name, Double value, long now) {
    if (!value.equals(present.put(name, value))) {
      changes.incrementAndGet();
      sent.put(name, versions.merge(name, 1L, Long::sum), now);
    }
  }

  private void countAnswer() {
    answered++;
    if (answered == rows) {
      done.tryComplete();
    }
  }
}
