package dev.livevars.wire;

import dev.livevars.model.ChangeSet;
import dev.livevars.model.LivevarsException;
import dev.livevars.model.VariableChange;
import dev.livevars.wire.v1.WatchChanges;
import java.util.ArrayList;
import java.util.List;

/**
 * Changes between protobuf and model. A change does not travel with its session: the stream that it
 * comes through belongs to one.
 */
public final class ChangeWire {
  private ChangeWire() {}

  /** The change as protobuf. */
  public static dev.livevars.wire.v1.VariableChange toWire(VariableChange change) {
    var wire =
        dev.livevars.wire.v1.VariableChange.newBuilder()
            .setKind(EnumWire.toWire(change.kind()))
            .setName(change.name())
            .setRevision(change.revision())
            .setMergedCount(change.mergedCount())
            .setFirstVersion(change.firstVersion())
            .setLastVersion(change.lastVersion())
            .setSource(change.source())
            .putAllMetadata(change.metadata())
            .setTimestamp(TimeWire.toWire(change.timestamp()))
            .setPreviousRevision(change.previousRevision())
            .setRecreated(change.recreated())
            .setConstraintsChanged(change.constraintsChanged());
    Present.ifSet(change.variable(), after -> wire.setVariable(VariableWire.toWire(after)));
    Present.ifSet(change.oldValue(), before -> wire.setOldValue(ValueWire.toWire(before)));
    return wire.build();
  }

  /**
   * The change of protobuf.
   *
   * @throws LivevarsException INVALID_REQUEST, INVALID_VALUE or INVALID_CONSTRAINTS when a part is
   *     missing or broken
   */
  public static VariableChange toModel(String session, dev.livevars.wire.v1.VariableChange change) {
    return new VariableChange(
        EnumWire.toModel(change.getKind()),
        session,
        change.getName(),
        change.getRevision(),
        change.hasVariable() ? VariableWire.toModel(change.getVariable()) : null,
        change.hasOldValue() ? ValueWire.toModel(change.getOldValue()) : null,
        change.getMergedCount(),
        change.getFirstVersion(),
        change.getLastVersion(),
        change.getSource(),
        change.getMetadataMap(),
        TimeWire.toModel(change.getTimestamp()),
        change.getPreviousRevision(),
        change.getRecreated(),
        change.getConstraintsChanged());
  }

  /**
   * Change sets of one session as one message.
   *
   * @param changeSets in the order of their revisions, not empty; one that is merged is alone
   */
  public static WatchChanges toWire(List<ChangeSet> changeSets) {
    WatchChanges.Builder wire =
        WatchChanges.newBuilder()
            .setFirstRevision(changeSets.get(0).changes().get(0).revision())
            .setLastRevision(changeSets.get(changeSets.size() - 1).revision())
            .setMerged(changeSets.get(0).isMerged());
    for (ChangeSet changeSet : changeSets) {
      changeSet.changes().forEach(change -> wire.addChanges(toWire(change)));
    }
    return wire.build();
  }

  /**
   * The change sets of one message: neighbours of the same revision are one set, and merged ones.
   */
  public static List<ChangeSet> toModel(String session, WatchChanges changes) {
    if (changes.getMerged()) {
      return List.of(
          new ChangeSet(
              session,
              changes.getLastRevision(),
              changes.getChangesList().stream().map(each -> toModel(session, each)).toList()));
    }
    List<ChangeSet> changeSets = new ArrayList<>();
    List<VariableChange> together = new ArrayList<>();
    for (var wire : changes.getChangesList()) {
      if (!together.isEmpty() && together.get(0).revision() != wire.getRevision()) {
        changeSets.add(changeSet(session, together));
        together.clear();
      }
      together.add(toModel(session, wire));
    }
    if (!together.isEmpty()) {
      changeSets.add(changeSet(session, together));
    }
    return changeSets;
  }

  private static ChangeSet changeSet(String session, List<VariableChange> changes) {
    return new ChangeSet(session, changes.get(0).revision(), changes);
  }
}
