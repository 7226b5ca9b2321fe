package dev.livevars.changelog.sql;

import dev.livevars.model.LivevarsException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The last failed append of each session, and which of them its owner knows of: what the owner
 * appended before it knew is built on what failed and must fail as well. Failures are noted by the
 * writer and learnt by callers.
 */
final class Failures {
  private final Map<String, Failure> last = new ConcurrentHashMap<>();
  private final Map<String, Long> learnt = new ConcurrentHashMap<>();
  private final AtomicLong numbers = new AtomicLong();

  private record Failure(long number, LivevarsException error) {}

  /** What the caller of an append knows at the call. */
  Known known(String session) {
    return new Known(session, learnt.getOrDefault(session, 0L));
  }

  /** What was known when an append was called for. */
  final class Known {
    private final String session;
    private final long number;
    private volatile long failed;

    private Known(String session, long number) {
      this.session = session;
      this.number = number;
    }

    /** Throws the error that the caller did not know of. */
    void requireNoOther() {
      Failure failure = last.get(session);
      if (failure != null && failure.number > number) {
        throw failure.error;
      }
    }

    /** The append failed. */
    void fail(LivevarsException error) {
      Failure failure = last.get(session);
      if (failure == null || failure.number <= number) {
        failure = new Failure(numbers.incrementAndGet(), error);
        last.put(session, failure);
      }
      failed = failure.number;
    }

    /** The append succeeded: no other is waiting that was called for before a failure. */
    void succeed() {
      last.remove(session);
    }

    /** The caller is being told of the failure. */
    void learn() {
      if (failed > 0) {
        learnt.merge(session, failed, Math::max);
      }
    }
  }

  /** The session is deleted. */
  void forget(String session) {
    last.remove(session);
    learnt.remove(session);
  }
}
