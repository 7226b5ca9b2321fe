package dev.livevars.demo;

import java.util.concurrent.locks.LockSupport;

/** Lets other threads work for a moment. */
final class Pause {
  private Pause() {}

  static void millis(long millis) {
    LockSupport.parkNanos(millis * 1_000_000);
  }
}
