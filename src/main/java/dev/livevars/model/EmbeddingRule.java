package dev.livevars.model;

import dev.livevars.model.Constraints.EmbeddingConstraints;
import dev.livevars.model.Value.EmbeddingValue;
import dev.livevars.model.Value.TensorValue;
import java.nio.ByteBuffer;

/** Accepts finite vectors, and one-dimensional float tensors, which become vectors of float32. */
final class EmbeddingRule extends ValueRule {
  /** The part of max_norm that a vector may exceed it by: what rounding to float32 adds. */
  private static final double NORM_TOLERANCE = 1e-6;

  private final EmbeddingConstraints limits;

  EmbeddingRule(EmbeddingConstraints limits) {
    this.limits = limits;
    Integer dimensions = limits.dimensions();
    if (dimensions != null && dimensions <= 0) {
      throw Refusal.contradiction("dimensions", dimensions, "is not greater than 0");
    }
    Double maxNorm = limits.maxNorm();
    if (maxNorm != null && !Double.isFinite(maxNorm)) {
      throw Refusal.contradiction("max_norm", maxNorm, "is not finite");
    }
    if (maxNorm != null && maxNorm < 0) {
      throw Refusal.contradiction("max_norm", maxNorm, "is negative");
    }
  }

  @Override
  public EmbeddingValue accept(Value value) {
    EmbeddingValue vector = coerce(value);
    requireFinite(vector);
    Integer dimensions = limits.dimensions();
    if (dimensions != null && vector.dimensions() != dimensions) {
      throw Refusal.violated("dimensions", dimensions, vector);
    }
    Double maxNorm = limits.maxNorm();
    if (maxNorm != null && norm(vector) > maxNorm * (1 + NORM_TOLERANCE)) {
      throw Refusal.violated("max_norm", maxNorm, vector);
    }
    return vector;
  }

  private EmbeddingValue coerce(Value value) {
    if (value instanceof EmbeddingValue vector) {
      return vector;
    } else if (value instanceof TensorValue tensor) {
      return new EmbeddingValue(elements(tensor));
    }
    throw Refusal.wrongType(value, limits.type());
  }

  private float[] elements(TensorValue value) {
    Tensor tensor = value.value();
    if (tensor.shape().size() != 1) {
      throw Refusal.wrongType(value, limits.type(), "not one-dimensional");
    }
    ByteBuffer data = tensor.data();
    float[] elements = new float[data.remaining() / tensor.dtype().bytes()];
    switch (tensor.dtype()) {
      case FLOAT32 -> data.asFloatBuffer().get(elements);
      case FLOAT64 -> {
        for (int i = 0; i < elements.length; i++) {
          elements[i] = (float) data.getDouble();
        }
      }
      default -> throw Refusal.wrongType(value, limits.type(), "not of floats");
    }
    return elements;
  }

  private static void requireFinite(EmbeddingValue vector) {
    for (int i = 0; i < vector.dimensions(); i++) {
      if (!Float.isFinite(vector.get(i))) {
        String why = "has %s at index %d: it must be finite".formatted(vector.get(i), i);
        throw Refusal.invalid("finite", "true", vector, why);
      }
    }
  }

  private static double norm(EmbeddingValue vector) {
    double squares = 0;
    for (int i = 0; i < vector.dimensions(); i++) {
      double element = vector.get(i);
      squares += element * element;
    }
    return Math.sqrt(squares);
  }
}
