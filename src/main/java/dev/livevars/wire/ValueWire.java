package dev.livevars.wire;

import com.google.protobuf.UnsafeByteOperations;
import dev.livevars.model.DType;
import dev.livevars.model.LivevarsException;
import dev.livevars.model.Reason;
import dev.livevars.model.Tensor;
import dev.livevars.model.Value;
import dev.livevars.model.Value.BooleanValue;
import dev.livevars.model.Value.EmbeddingValue;
import dev.livevars.model.Value.FloatValue;
import dev.livevars.model.Value.IntegerValue;
import dev.livevars.model.Value.StringValue;
import dev.livevars.model.Value.TensorValue;
import dev.livevars.wire.v1.Embedding;

/**
 * Values between protobuf and model. Vectors are copied once in each direction, tensors inwards.
 */
public final class ValueWire {
  private ValueWire() {}

  /** The value as protobuf. */
  public static dev.livevars.wire.v1.Value toWire(Value value) {
    dev.livevars.wire.v1.Value.Builder wire = dev.livevars.wire.v1.Value.newBuilder();
    if (value instanceof FloatValue number) {
      wire.setFloatValue(number.value());
    } else if (value instanceof IntegerValue number) {
      wire.setIntegerValue(number.value());
    } else if (value instanceof StringValue text) {
      wire.setStringValue(text.value());
    } else if (value instanceof BooleanValue flag) {
      wire.setBooleanValue(flag.value());
    } else if (value instanceof EmbeddingValue vector) {
      wire.setEmbeddingValue(toWire(vector));
    } else if (value instanceof TensorValue tensor) {
      wire.setTensorValue(toWire(tensor.value()));
    }
    return wire.build();
  }

  /**
   * The value of protobuf.
   *
   * @throws LivevarsException INVALID_VALUE naming the field, when the value is not set or its
   *     bytes do not fit
   */
  public static Value toModel(dev.livevars.wire.v1.Value value) {
    return switch (value.getKindCase()) {
      case FLOAT_VALUE -> new FloatValue(value.getFloatValue());
      case INTEGER_VALUE -> new IntegerValue(value.getIntegerValue());
      case STRING_VALUE -> new StringValue(value.getStringValue());
      case BOOLEAN_VALUE -> new BooleanValue(value.getBooleanValue());
      case EMBEDDING_VALUE ->
          EmbeddingValue.ofPacked(value.getEmbeddingValue().getData().asReadOnlyByteBuffer());
      case TENSOR_VALUE -> new TensorValue(toModel(value.getTensorValue()));
      case KIND_NOT_SET -> throw EnumWire.refused(Reason.INVALID_VALUE, "value", "is not set");
    };
  }

  private static Embedding toWire(EmbeddingValue vector) {
    return Embedding.newBuilder().setData(UnsafeByteOperations.unsafeWrap(vector.packed())).build();
  }

  private static dev.livevars.wire.v1.Tensor toWire(Tensor tensor) {
    return dev.livevars.wire.v1.Tensor.newBuilder()
        .setDtype(EnumWire.toWire(tensor.dtype()))
        .addAllShape(tensor.shape())
        .setData(UnsafeByteOperations.unsafeWrap(tensor.data()))
        .build();
  }

  private static Tensor toModel(dev.livevars.wire.v1.Tensor tensor) {
    String field = "value.tensor_value.dtype";
    DType dtype = EnumWire.toModel(tensor.getDtype(), Reason.INVALID_VALUE, field);
    if (dtype == null) {
      throw EnumWire.refused(Reason.INVALID_VALUE, field, "is not specified");
    }
    return Tensor.of(dtype, tensor.getShapeList(), tensor.getData().asReadOnlyByteBuffer());
  }
}
