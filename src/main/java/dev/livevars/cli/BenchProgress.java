package dev.livevars.cli;

import java.io.PrintWriter;
import java.util.Timer;
import java.util.TimerTask;

/**
 * Says on standard error what is measured and how long it takes: in one line that counts the
 * seconds on a terminal, else when a part begins and ends. Whoever makes it closes it.
 */
final class BenchProgress implements AutoCloseable {
  private static final String CLEAR = "\r\u001b[K";
  private static final long SECOND = 1_000;

  private final Timer timer = new Timer("progress", true);
  private final PrintWriter err;
  private final boolean terminal;
  private String part = "";
  private long begun;

  BenchProgress(PrintWriter err, boolean terminal) {
    this.err = err;
    this.terminal = terminal;
    if (terminal) {
      timer.schedule(
          new TimerTask() {
            @Override
            public void run() {
              show();
            }
          },
          SECOND,
          SECOND);
    }
  }

  /** A part begins. */
  synchronized void begin(int number, int of, String name, String what) {
    part = "[%d/%d] %s: %s".formatted(number, of, name, what);
    begun = System.nanoTime();
    if (terminal) {
      show();
    } else {
      err.println(part);
    }
    err.flush();
  }

  /** Something else is printed; the line comes again later. */
  synchronized void clear() {
    if (terminal) {
      err.print(CLEAR);
      err.flush();
    }
  }

  /** The part is over. */
  synchronized void end() {
    clear();
    err.printf("%s: took %d s%n", part, seconds());
    err.flush();
    part = "";
  }

  @Override
  public synchronized void close() {
    timer.cancel();
    clear();
  }

  private synchronized void show() {
    if (!part.isEmpty()) {
      err.printf("%s%s, %d s", CLEAR, part, seconds());
      err.flush();
    }
  }

  private long seconds() {
    return Math.round((System.nanoTime() - begun) / 1e9);
  }
}
