package dev.livevars.wire;

import dev.livevars.model.ChangeKind;
import dev.livevars.model.DType;
import dev.livevars.model.LivevarsException;
import dev.livevars.model.Reason;
import dev.livevars.model.VariableType;
import dev.livevars.wire.v1.TensorDtype;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The enums between protobuf and model. */
public final class EnumWire {
  private EnumWire() {}

  /** The type as protobuf. */
  public static dev.livevars.wire.v1.VariableType toWire(VariableType type) {
    return switch (type) {
      case FLOAT -> dev.livevars.wire.v1.VariableType.VARIABLE_TYPE_FLOAT;
      case INTEGER -> dev.livevars.wire.v1.VariableType.VARIABLE_TYPE_INTEGER;
      case STRING -> dev.livevars.wire.v1.VariableType.VARIABLE_TYPE_STRING;
      case BOOLEAN -> dev.livevars.wire.v1.VariableType.VARIABLE_TYPE_BOOLEAN;
      case CHOICE -> dev.livevars.wire.v1.VariableType.VARIABLE_TYPE_CHOICE;
      case MODULE -> dev.livevars.wire.v1.VariableType.VARIABLE_TYPE_MODULE;
      case EMBEDDING -> dev.livevars.wire.v1.VariableType.VARIABLE_TYPE_EMBEDDING;
      case TENSOR -> dev.livevars.wire.v1.VariableType.VARIABLE_TYPE_TENSOR;
    };
  }

  /** The type of protobuf; null when it is unspecified, INVALID_TYPE when it is unknown. */
  public static @Nullable VariableType toModel(dev.livevars.wire.v1.VariableType type) {
    return switch (type) {
      case VARIABLE_TYPE_FLOAT -> VariableType.FLOAT;
      case VARIABLE_TYPE_INTEGER -> VariableType.INTEGER;
      case VARIABLE_TYPE_STRING -> VariableType.STRING;
      case VARIABLE_TYPE_BOOLEAN -> VariableType.BOOLEAN;
      case VARIABLE_TYPE_CHOICE -> VariableType.CHOICE;
      case VARIABLE_TYPE_MODULE -> VariableType.MODULE;
      case VARIABLE_TYPE_EMBEDDING -> VariableType.EMBEDDING;
      case VARIABLE_TYPE_TENSOR -> VariableType.TENSOR;
      case VARIABLE_TYPE_UNSPECIFIED -> null;
      case UNRECOGNIZED -> throw refused(Reason.INVALID_TYPE, "type", "is not known");
    };
  }

  /** The kind of change as protobuf. */
  public static dev.livevars.wire.v1.ChangeKind toWire(ChangeKind kind) {
    return switch (kind) {
      case REGISTERED -> dev.livevars.wire.v1.ChangeKind.CHANGE_KIND_REGISTERED;
      case UPDATED -> dev.livevars.wire.v1.ChangeKind.CHANGE_KIND_UPDATED;
      case CONSTRAINTS_UPDATED -> dev.livevars.wire.v1.ChangeKind.CHANGE_KIND_CONSTRAINTS_UPDATED;
      case DELETED -> dev.livevars.wire.v1.ChangeKind.CHANGE_KIND_DELETED;
    };
  }

  /** The kind of change of protobuf, or INVALID_REQUEST when it is unspecified or unknown. */
  public static ChangeKind toModel(dev.livevars.wire.v1.ChangeKind kind) {
    return switch (kind) {
      case CHANGE_KIND_REGISTERED -> ChangeKind.REGISTERED;
      case CHANGE_KIND_UPDATED -> ChangeKind.UPDATED;
      case CHANGE_KIND_CONSTRAINTS_UPDATED -> ChangeKind.CONSTRAINTS_UPDATED;
      case CHANGE_KIND_DELETED -> ChangeKind.DELETED;
      case CHANGE_KIND_UNSPECIFIED, UNRECOGNIZED ->
          throw refused(Reason.INVALID_REQUEST, "kind", "is not a kind of change");
    };
  }

  /**
   * The kind of change of a number that a field of a request has; INVALID_REQUEST when there is
   * none.
   */
  static ChangeKind requestedKind(String field, int number) {
    var kind = dev.livevars.wire.v1.ChangeKind.forNumber(number);
    if (kind == null || kind == dev.livevars.wire.v1.ChangeKind.CHANGE_KIND_UNSPECIFIED) {
      throw refused(
          Reason.INVALID_REQUEST,
          field,
          "has the number %d, but must be of %s".formatted(number, List.of(ChangeKind.values())));
    }
    return toModel(kind);
  }

  static TensorDtype toWire(DType dtype) {
    return switch (dtype) {
      case FLOAT32 -> TensorDtype.TENSOR_DTYPE_FLOAT32;
      case FLOAT64 -> TensorDtype.TENSOR_DTYPE_FLOAT64;
      case INT32 -> TensorDtype.TENSOR_DTYPE_INT32;
      case INT64 -> TensorDtype.TENSOR_DTYPE_INT64;
      case BOOL -> TensorDtype.TENSOR_DTYPE_BOOL;
      case UINT8 -> TensorDtype.TENSOR_DTYPE_UINT8;
    };
  }

  /** The element type; null when it is unspecified, an error of this reason when it is unknown. */
  static @Nullable DType toModel(TensorDtype dtype, Reason reason, String field) {
    return switch (dtype) {
      case TENSOR_DTYPE_FLOAT32 -> DType.FLOAT32;
      case TENSOR_DTYPE_FLOAT64 -> DType.FLOAT64;
      case TENSOR_DTYPE_INT32 -> DType.INT32;
      case TENSOR_DTYPE_INT64 -> DType.INT64;
      case TENSOR_DTYPE_BOOL -> DType.BOOL;
      case TENSOR_DTYPE_UINT8 -> DType.UINT8;
      case TENSOR_DTYPE_UNSPECIFIED -> null;
      case UNRECOGNIZED -> throw refused(reason, field, "is not known");
    };
  }

  static LivevarsException refused(Reason reason, String field, String why) {
    return new LivevarsException(reason, field + " " + why, Map.of("field", field));
  }
}
