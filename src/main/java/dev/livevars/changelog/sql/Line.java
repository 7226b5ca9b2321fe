package dev.livevars.changelog.sql;

import dev.livevars.model.ChangeSet;
import dev.livevars.model.VariableChange;
import java.util.LinkedHashMap;
import java.util.Map;

/** What the writer knows of a session, as of its current transaction. */
final class Line {
  /** Nobody has looked at the oldest change set. */
  static final long UNKNOWN = Long.MIN_VALUE;

  final String id;
  final long uid;

  /** The revision of its last change set. */
  long last;

  /** Up to here its changes are in the snapshots. */
  long snapshot;

  /** No change set before this one is held. */
  long oldest = 1;

  /** When that one was committed, in milliseconds. */
  long oldestAt = UNKNOWN;

  private long tailBytes;
  private Map<String, VariableChange> dirty = new LinkedHashMap<>();

  Line(String id, long uid, long snapshot) {
    this.id = id;
    this.uid = uid;
    this.snapshot = snapshot;
    this.last = snapshot;
  }

  /** Takes note of the next change set. */
  void add(ChangeSet set, long bytes) {
    last = set.revision();
    tailBytes += bytes;
    set.changes().forEach(change -> dirty.put(change.name(), change));
  }

  /** How many change sets are read at the next start. */
  long tail() {
    return last - snapshot;
  }

  /** About how large they are. */
  long tailBytes() {
    return tailBytes;
  }

  /** The last change of each name that is not in the snapshots; from here on there are none. */
  Map<String, VariableChange> takeDirty() {
    Map<String, VariableChange> taken = dirty;
    dirty = new LinkedHashMap<>();
    tailBytes = 0;
    return taken;
  }
}
