package dev.livevars.wire;

import dev.livevars.model.LivevarsException;
import dev.livevars.model.Variable;

/** Variables between protobuf and model. */
public final class VariableWire {
  private VariableWire() {}

  /** The variable as protobuf. */
  public static dev.livevars.wire.v1.Variable toWire(Variable variable) {
    return dev.livevars.wire.v1.Variable.newBuilder()
        .setName(variable.name())
        .setType(EnumWire.toWire(variable.type()))
        .setValue(ValueWire.toWire(variable.value()))
        .setConstraints(ConstraintsWire.toWire(variable.constraints()))
        .setDescription(variable.description())
        .putAllMetadata(variable.metadata())
        .setVersion(variable.version())
        .setRevision(variable.revision())
        .setCreatedAt(TimeWire.toWire(variable.createdAt()))
        .setUpdatedAt(TimeWire.toWire(variable.updatedAt()))
        .setSource(variable.source())
        .build();
  }

  /**
   * The variable of protobuf.
   *
   * @throws LivevarsException INVALID_VALUE, INVALID_CONSTRAINTS or INVALID_REQUEST when a part is
   *     missing or broken
   */
  public static Variable toModel(dev.livevars.wire.v1.Variable variable) {
    return new Variable(
        variable.getName(),
        ValueWire.toModel(variable.getValue()),
        ConstraintsWire.toModel(variable.getConstraints()),
        variable.getDescription(),
        variable.getMetadataMap(),
        variable.getVersion(),
        variable.getRevision(),
        TimeWire.toModel(variable.getCreatedAt()),
        TimeWire.toModel(variable.getUpdatedAt()),
        variable.getSource());
  }
}
