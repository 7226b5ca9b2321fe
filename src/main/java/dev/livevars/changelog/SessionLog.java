package dev.livevars.changelog;

import dev.livevars.model.ChangeSet;
import dev.livevars.model.LivevarsException;
import dev.livevars.model.Reason;
import dev.livevars.model.VariableChange;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The newest change sets of one session: a ring that grows up to its limit and forgets the oldest
 * when they are too many or too large together.
 */
final class SessionLog {
  private static final int FIRST_SIZE = 8;

  /** How large what is read at once becomes, but for the last change set. */
  private static final long SLICE_BYTES = 4 << 20;

  private final int retain;
  private final long maxBytes;
  private @Nullable ChangeSet[] ring;

  /** How large each is: to look at one that is forgotten again would be to fetch it anew. */
  private long[] sizes;

  private long oldest = 1;
  private long next = 1;
  private long bytes;

  SessionLog(int retain, long maxBytes) {
    this.retain = retain;
    this.maxBytes = maxBytes;
    this.ring = new @Nullable ChangeSet[Math.min(FIRST_SIZE, retain)];
    this.sizes = new long[ring.length];
  }

  synchronized Future<Void> append(ChangeSet set) {
    if (set.revision() != next) {
      return Future.failedFuture(
          new LivevarsException(
              Reason.REVISION_EXISTS,
              "revision %d of session '%s' cannot be appended: the next one is %d"
                  .formatted(set.revision(), set.session(), next)));
    }
    if (next - oldest == ring.length && ring.length < retain) {
      grow();
    } else if (next - oldest == ring.length) {
      forgetOldest();
    }
    int slot = slot(next++);
    ring[slot] = set;
    sizes[slot] = set.bytes();
    bytes += sizes[slot];
    while (bytes > maxBytes && oldest < next - 1) {
      forgetOldest();
    }
    return Future.succeededFuture();
  }

  synchronized Future<List<ChangeSet>> read(long fromRevision, int limit) {
    if (fromRevision < oldest) {
      return Future.failedFuture(
          new LivevarsException(
                  Reason.REVISION_COMPACTED,
                  "revision %d is compacted: the oldest is %d".formatted(fromRevision, oldest))
              .with("oldest_revision", Long.toString(oldest)));
    }
    List<ChangeSet> sets = new ArrayList<>();
    long left = SLICE_BYTES;
    for (long revision = fromRevision;
        revision < next && sets.size() < limit && left > 0;
        revision++) {
      ChangeSet set = ring[slot(revision)];
      if (set != null) {
        sets.add(set);
        left -= sizes[slot(revision)];
      }
    }
    return Future.succeededFuture(sets);
  }

  synchronized Future<List<VariableChange>> history(
      String name, long newest, long skip, int limit) {
    List<VariableChange> found = new ArrayList<>();
    long left = SLICE_BYTES;
    long passed = 0;
    for (VariableChange change = at(newest, name);
        change != null && found.size() < limit && left > 0;
        change = at(change.previousRevision(), name)) {
      if (passed++ >= skip) {
        found.add(change);
        left -= change.bytes();
      }
    }
    return Future.succeededFuture(found);
  }

  private @Nullable VariableChange at(long revision, String name) {
    ChangeSet set = revision >= oldest && revision < next ? ring[slot(revision)] : null;
    return set == null ? null : set.change(name);
  }

  private void forgetOldest() {
    int slot = slot(oldest++);
    bytes -= sizes[slot];
    ring[slot] = null;
  }

  private void grow() {
    @Nullable ChangeSet[] larger = new @Nullable ChangeSet[Math.min(ring.length * 2, retain)];
    long[] largerSizes = new long[larger.length];
    for (long revision = oldest; revision < next; revision++) {
      int slot = (int) (revision % larger.length);
      larger[slot] = ring[slot(revision)];
      largerSizes[slot] = sizes[slot(revision)];
    }
    ring = larger;
    sizes = largerSizes;
  }

  private int slot(long revision) {
    return (int) (revision % ring.length);
  }
}
