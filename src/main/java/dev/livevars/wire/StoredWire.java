package dev.livevars.wire;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.livevars.model.ChangeSet;
import dev.livevars.model.LivevarsException;
import dev.livevars.model.Reason;
import dev.livevars.model.Value;
import dev.livevars.model.Variable;
import dev.livevars.model.VariableChange;
import dev.livevars.wire.store.v1.StoredChange;
import dev.livevars.wire.store.v1.StoredChanges;
import dev.livevars.wire.store.v1.StoredMetadata;
import dev.livevars.wire.store.v1.StoredVariable;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Change sets between the bytes of a durable changelog and the model, exactly. What a variable has
 * in common with its change is stored once; session and revision stand beside the bytes.
 */
public final class StoredWire {
  private StoredWire() {}

  /**
   * A change set as bytes.
   *
   * @param set of single changes: changes that were merged cannot be stored
   */
  public static byte[] toBytes(ChangeSet set) {
    StoredChanges.Builder stored = StoredChanges.newBuilder();
    for (VariableChange change : set.changes()) {
      stored.addChanges(toStored(change, change.oldValue()));
    }
    return stored.build().toByteArray();
  }

  /** The last change of a variable as the bytes of a change set, without what was before. */
  public static byte[] toLatest(VariableChange change) {
    return StoredChanges.newBuilder().addChanges(toStored(change, null)).build().toByteArray();
  }

  /**
   * The change set of these bytes.
   *
   * @throws LivevarsException STORE_UNUSABLE when they are none
   */
  public static ChangeSet toModel(String session, long revision, byte[] bytes) {
    try {
      List<VariableChange> changes =
          StoredChanges.parseFrom(bytes).getChangesList().stream()
              .map(change -> toModel(session, revision, change))
              .toList();
      if (changes.isEmpty()) {
        throw damaged("it has no changes");
      }
      return new ChangeSet(session, revision, changes);
    } catch (InvalidProtocolBufferException e) {
      throw damaged(String.valueOf(e.getMessage()));
    }
  }

  /** Metadata as bytes. */
  public static byte[] toBytes(Map<String, String> metadata) {
    return StoredMetadata.newBuilder().putAllEntries(metadata).build().toByteArray();
  }

  /**
   * The metadata of these bytes.
   *
   * @throws LivevarsException STORE_UNUSABLE when they are none
   */
  public static Map<String, String> toMetadata(byte[] bytes) {
    try {
      return Map.copyOf(StoredMetadata.parseFrom(bytes).getEntriesMap());
    } catch (InvalidProtocolBufferException e) {
      throw damaged(String.valueOf(e.getMessage()));
    }
  }

  private static StoredChange toStored(VariableChange change, @Nullable Value oldValue) {
    if (change.mergedCount() != 1) {
      throw new IllegalArgumentException("merged changes cannot be stored");
    }
    StoredChange.Builder stored =
        StoredChange.newBuilder()
            .setKind(EnumWire.toWire(change.kind()))
            .setName(change.name())
            .setVersion(change.lastVersion())
            .setPreviousRevision(change.previousRevision())
            .setTimestamp(TimeWire.toWire(change.timestamp()))
            .setSource(change.source())
            .putAllMetadata(change.metadata());
    Present.ifSet(change.variable(), after -> stored.setVariable(toVariable(change, after)));
    Present.ifSet(oldValue, before -> stored.setOldValue(ValueWire.toWire(before)));
    return stored.build();
  }

  private static StoredVariable toVariable(VariableChange change, Variable variable) {
    StoredVariable.Builder stored =
        StoredVariable.newBuilder()
            .setValue(ValueWire.toWire(variable.value()))
            .setConstraints(ConstraintsWire.toWire(variable.constraints()))
            .setDescription(variable.description())
            .putAllMetadata(variable.metadata());
    if (!variable.createdAt().equals(change.timestamp())) {
      stored.setCreatedAt(TimeWire.toWire(variable.createdAt()));
    }
    return stored.build();
  }

  private static VariableChange toModel(String session, long revision, StoredChange stored) {
    try {
      return VariableChange.single(
          EnumWire.toModel(stored.getKind()),
          session,
          stored.getName(),
          revision,
          stored.hasVariable() ? toVariable(revision, stored) : null,
          stored.hasOldValue() ? ValueWire.toModel(stored.getOldValue()) : null,
          stored.getVersion(),
          stored.getSource(),
          stored.getMetadataMap(),
          TimeWire.toModel(stored.getTimestamp()),
          stored.getPreviousRevision());
    } catch (LivevarsException e) {
      throw damaged(e.message());
    }
  }

  private static Variable toVariable(long revision, StoredChange change) {
    StoredVariable stored = change.getVariable();
    Instant updatedAt = TimeWire.toModel(change.getTimestamp());
    return new Variable(
        change.getName(),
        ValueWire.toModel(stored.getValue()),
        ConstraintsWire.toModel(stored.getConstraints()),
        stored.getDescription(),
        stored.getMetadataMap(),
        change.getVersion(),
        revision,
        stored.hasCreatedAt() ? TimeWire.toModel(stored.getCreatedAt()) : updatedAt,
        updatedAt,
        change.getSource());
  }

  private static LivevarsException damaged(String why) {
    return new LivevarsException(Reason.STORE_UNUSABLE, "a stored change is damaged: " + why);
  }
}
