package dev.livevars.grpc;

import dev.livevars.model.ChangeSet;
import dev.livevars.wire.ChangeWire;
import dev.livevars.wire.v1.WatchChanges;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Encodes change sets, and remembers the last ones: all streams that select the same changes are
 * handed the very same change sets one after the other, and then they are encoded once. Confined to
 * one event loop.
 */
final class ChangesEncoder {
  private List<ChangeSet> lastSets = List.of();
  private List<Buffer> lastMessages = List.of();

  /**
   * The change sets as messages; one is split from the next between two revisions, and what was
   * merged has one for itself.
   */
  List<Buffer> encode(List<ChangeSet> sets) {
    if (!isLast(sets)) {
      lastMessages = messages(sets);
      lastSets = List.copyOf(sets);
    }
    return lastMessages;
  }

  private boolean isLast(List<ChangeSet> sets) {
    if (sets.size() != lastSets.size()) {
      return false;
    }
    for (int i = 0; i < sets.size(); i++) {
      if (!same(sets.get(i), lastSets.get(i))) {
        return false;
      }
    }
    return true;
  }

  /** Compares by identity: equality would cost as much as encoding. */
  @SuppressWarnings("ReferenceEquality")
  private static boolean same(ChangeSet one, ChangeSet other) {
    return one == other;
  }

  private static List<Buffer> messages(List<ChangeSet> sets) {
    List<Buffer> messages = new ArrayList<>(1);
    WatchChanges.Builder message = WatchChanges.newBuilder();
    int bytes = 0;
    for (ChangeSet set : sets) {
      WatchChanges wire = ChangeWire.toWire(List.of(set));
      bytes += wire.getSerializedSize();
      boolean apart = bytes > WatchEvents.PART_BYTES || wire.getMerged() || message.getMerged();
      if (apart && message.getChangesCount() > 0) {
        messages.add(WatchEvents.changes(message.build()));
        message.clear();
        bytes = wire.getSerializedSize();
      }
      append(message, wire);
    }
    messages.add(WatchEvents.changes(message.build()));
    return messages;
  }

  private static void append(WatchChanges.Builder message, WatchChanges next) {
    if (message.getChangesCount() == 0) {
      message.setFirstRevision(next.getFirstRevision()).setMerged(next.getMerged());
    }
    message.setLastRevision(next.getLastRevision()).addAllChanges(next.getChangesList());
  }
}
