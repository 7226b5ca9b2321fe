package dev.livevars.wire;

import dev.livevars.model.Constraints;
import dev.livevars.model.Constraints.BooleanConstraints;
import dev.livevars.model.Constraints.ChoiceConstraints;
import dev.livevars.model.Constraints.EmbeddingConstraints;
import dev.livevars.model.Constraints.FloatConstraints;
import dev.livevars.model.Constraints.IntegerConstraints;
import dev.livevars.model.Constraints.ModuleConstraints;
import dev.livevars.model.Constraints.StringConstraints;
import dev.livevars.model.Constraints.TensorConstraints;
import dev.livevars.model.LivevarsException;
import dev.livevars.model.Reason;
import dev.livevars.model.Value;
import dev.livevars.model.VariableType;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Constraints between protobuf and model, and the type that a request means. */
public final class ConstraintsWire {
  private ConstraintsWire() {}

  /** The constraints as protobuf. */
  public static dev.livevars.wire.v1.Constraints toWire(Constraints constraints) {
    var wire = dev.livevars.wire.v1.Constraints.newBuilder().setReadOnly(constraints.readOnly());
    switch (constraints.type()) {
      case FLOAT -> wire.setFloat(ScalarLimits.toWire((FloatConstraints) constraints));
      case INTEGER -> wire.setInteger(ScalarLimits.toWire((IntegerConstraints) constraints));
      case STRING -> wire.setString(TextLimits.toWire((StringConstraints) constraints));
      case BOOLEAN -> wire.getBooleanBuilder();
      case CHOICE ->
          wire.getChoiceBuilder().addAllChoices(((ChoiceConstraints) constraints).choices());
      case MODULE -> wire.setModule(TextLimits.toWire((ModuleConstraints) constraints));
      case EMBEDDING -> wire.setEmbedding(ArrayLimits.toWire((EmbeddingConstraints) constraints));
      case TENSOR -> wire.setTensor(ArrayLimits.toWire((TensorConstraints) constraints));
    }
    return wire.build();
  }

  /**
   * The constraints of protobuf.
   *
   * @throws LivevarsException INVALID_CONSTRAINTS when no member is set
   */
  public static Constraints toModel(dev.livevars.wire.v1.Constraints constraints) {
    boolean readOnly = constraints.getReadOnly();
    return switch (constraints.getKindCase()) {
      case FLOAT -> ScalarLimits.toModel(constraints.getFloat(), readOnly);
      case INTEGER -> ScalarLimits.toModel(constraints.getInteger(), readOnly);
      case STRING -> TextLimits.toModel(constraints.getString(), readOnly);
      case BOOLEAN -> new BooleanConstraints(readOnly);
      case CHOICE -> new ChoiceConstraints(constraints.getChoice().getChoicesList(), readOnly);
      case MODULE -> TextLimits.toModel(constraints.getModule(), readOnly);
      case EMBEDDING -> ArrayLimits.toModel(constraints.getEmbedding(), readOnly);
      case TENSOR -> ArrayLimits.toModel(constraints.getTensor(), readOnly);
      case KIND_NOT_SET ->
          throw EnumWire.refused(
              Reason.INVALID_CONSTRAINTS, "constraints", "have no member for a type");
    };
  }

  /**
   * The constraints that a registration means. Their type is that of the member set; without one
   * that of {@code type}, and if this is unspecified that of the value.
   *
   * @throws LivevarsException INVALID_CONSTRAINTS when the type and the member are both set and
   *     differ, INVALID_TYPE when the type is unknown
   */
  public static Constraints toModel(
      dev.livevars.wire.v1.VariableType type,
      dev.livevars.wire.v1.Constraints constraints,
      Value value) {
    VariableType named = EnumWire.toModel(type);
    if (constraints.getKindCase() == dev.livevars.wire.v1.Constraints.KindCase.KIND_NOT_SET) {
      VariableType meant = named == null ? VariableType.of(value) : named;
      return Constraints.of(meant).readOnly(constraints.getReadOnly());
    }
    return requireType(named, toModel(constraints));
  }

  private static Constraints requireType(@Nullable VariableType type, Constraints constraints) {
    if (type == null || type == constraints.type()) {
      return constraints;
    }
    throw new LivevarsException(
        Reason.INVALID_CONSTRAINTS,
        "the type is %s, but the constraints are for %s"
            .formatted(type.label(), constraints.type().label()),
        Map.of("field", "constraints", "constraint", "type", "limit", type.label()));
  }
}
