package dev.livevars.model;

import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;

/**
 * How long to wait before the next attempt: exponential, with full jitter. The n-th wait is
 * anything up to 50 ms · 2ⁿ, at most the cap. Confined to one thread.
 */
public final class Backoff {
  private static final long BASE_MILLIS = 50;
  private static final int MOST_DOUBLINGS = 16;

  private final long capMillis;
  private final DoubleSupplier draw;
  private int attempts;

  /** A back-off of which no wait is longer than the cap. */
  public Backoff(long capMillis) {
    this(capMillis, () -> ThreadLocalRandom.current().nextDouble());
  }

  /**
   * A back-off of which the chance is not left to chance.
   *
   * @param draw gives numbers from 0 to 1
   */
  Backoff(long capMillis, DoubleSupplier draw) {
    this.capMillis = capMillis;
    this.draw = draw;
  }

  /** The milliseconds to wait now, at least 1; the bound doubles with every call. */
  public long nextMillis() {
    long bound = Math.min(capMillis, BASE_MILLIS << Math.min(attempts, MOST_DOUBLINGS));
    attempts++;
    return Math.max(1, (long) (draw.getAsDouble() * bound));
  }

  /** Starts from the base again, because something was delivered. */
  public void reset() {
    attempts = 0;
  }
}
