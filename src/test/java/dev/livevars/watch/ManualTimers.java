package dev.livevars.watch;

import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;

/** Time that passes when a test says so. Confined to one thread. */
public final class ManualTimers implements Timers {
  private final PriorityQueue<Due> due =
      new PriorityQueue<>(Comparator.comparingLong(Due::at).thenComparingLong(Due::number));
  private long now;
  private long number;

  private record Due(long at, long number, Runnable action) {}

  @Override
  public long nanoTime() {
    return now;
  }

  @Override
  public void after(Duration delay, Runnable action) {
    due.add(new Due(now + delay.toNanos(), number++, action));
  }

  /** Lets time pass: runs what is due meanwhile, each at its moment. */
  public void pass(Duration time) {
    long until = now + time.toNanos();
    while (!due.isEmpty() && due.element().at() <= until) {
      Due next = due.remove();
      now = next.at();
      next.action().run();
    }
    now = until;
  }

  /** How many actions wait for their moment. */
  public int pending() {
    return due.size();
  }
}
