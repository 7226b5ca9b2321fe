package dev.livevars.bench;

import dev.livevars.Variables;
import io.vertx.core.Context;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAccumulator;
import org.jspecify.annotations.Nullable;

/**
 * Sets of one thread, none of which waits for the answer of another, and when each was called. The
 * writer is the only one of its session and its sets change something, so that each makes a
 * revision, which is checked. Two that are under way together may swap theirs: what is measured is
 * off by their distance then, some microseconds.
 */
final class TimedWriter {
  private static final int REMEMBERED = 1 << 16;

  private final AtomicLongArray called = new AtomicLongArray(REMEMBERED);
  private final AtomicLong answered = new AtomicLong();
  private final Variables variables;
  private final Context context;
  private final LongAccumulator last = new LongAccumulator(Math::max, 0);
  private volatile Latencies answers = new Latencies();
  private volatile @Nullable String disturbed;
  private long revision;

  /**
   * A writer on a context.
   *
   * @param revision the session's
   */
  TimedWriter(Variables variables, Context context, long revision) {
    this.variables = variables;
    this.context = context;
    this.revision = revision;
    this.answered.set(revision);
  }

  /** The revision of the latest set. */
  long revision() {
    return revision;
  }

  void set(String name, Object value) {
    long own = ++revision;
    long now = System.nanoTime();
    called.set((int) (own % REMEMBERED), now);
    context.runOnContext(
        ignored ->
            variables
                .set(name, value)
                .onComplete(
                    done -> {
                      answers.record(System.nanoTime() - now);
                      if (done.failed()) {
                        disturbed = "a set failed: " + done.cause().getMessage();
                      } else {
                        last.accumulate(done.result().variable().revision());
                      }
                      answered.incrementAndGet();
                    }));
  }

  /** When the set of a revision was called; of the latest 65,536. */
  long called(long setRevision) {
    return called.get((int) (setRevision % REMEMBERED));
  }

  /** Begins to measure the answers anew. */
  void forgetAnswers() {
    answers = new Latencies();
  }

  /** Waits for all answers; how long they took since they were forgotten. */
  Latencies answers() {
    Waiting.until(() -> answered.get() == revision);
    if (disturbed == null && last.get() > revision) {
      disturbed = "somebody else writes";
    }
    if (disturbed != null) {
      throw new IllegalStateException(disturbed);
    }
    return answers;
  }
}
