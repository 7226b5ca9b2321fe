package dev.livevars;

import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;

/**
 * How long to wait before the next attempt: exponential, with full jitter. The n-th wait is
 * anything up to 50 ms · 2ⁿ, at most 5 s. Confined to one thread.
 */
final class Backoff {
  private static final long BASE_MILLIS = 50;
  private static final long CAP_MILLIS = 5_000;
  private static final int MOST_DOUBLINGS = 16;

  private final DoubleSupplier draw;
  private int attempts;

  Backoff() {
    this(() -> ThreadLocalRandom.current().nextDouble());
  }

  /**
   * A back-off of which the chance is not left to chance.
   *
   * @param draw gives numbers from 0 to 1
   */
  Backoff(DoubleSupplier draw) {
    this.draw = draw;
  }

  /** The milliseconds to wait now, at least 1; the bound doubles with every call. */
  long nextMillis() {
    long bound = Math.min(CAP_MILLIS, BASE_MILLIS << Math.min(attempts, MOST_DOUBLINGS));
    attempts++;
    return Math.max(1, (long) (draw.getAsDouble() * bound));
  }

  /** Starts from the base again, because something was delivered. */
  void reset() {
    attempts = 0;
  }
}
