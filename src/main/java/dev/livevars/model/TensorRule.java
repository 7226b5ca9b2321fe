package dev.livevars.model;

import dev.livevars.model.Constraints.TensorConstraints;
import dev.livevars.model.Value.EmbeddingValue;
import dev.livevars.model.Value.TensorValue;
import java.util.List;

/** Accepts tensors, and vectors, which become one-dimensional float32 tensors. */
final class TensorRule extends ValueRule {
  private static final long ANY = -1;

  private final TensorConstraints limits;

  TensorRule(TensorConstraints limits) {
    this.limits = limits;
    List<Long> shape = limits.shape();
    if (shape != null && shape.size() > Tensor.MOST_DIMENSIONS) {
      throw Refusal.contradiction("shape", shape, "has too many dimensions");
    }
    if (shape != null && shape.stream().anyMatch(size -> size < ANY)) {
      throw Refusal.contradiction("shape", shape, "has a size less than -1");
    }
  }

  @Override
  public TensorValue accept(Value value) {
    TensorValue tensor = coerce(value);
    DType dtype = limits.dtype();
    if (dtype != null && tensor.value().dtype() != dtype) {
      throw Refusal.violated("dtype", dtype.label(), tensor);
    }
    List<Long> shape = limits.shape();
    if (shape != null && !fits(tensor.value().shape(), shape)) {
      throw Refusal.violated("shape", shape, tensor);
    }
    return tensor;
  }

  private TensorValue coerce(Value value) {
    if (value instanceof TensorValue tensor) {
      return tensor;
    } else if (value instanceof EmbeddingValue vector) {
      return new TensorValue(Tensor.of(vector));
    }
    throw Refusal.wrongType(value, limits.type());
  }

  private static boolean fits(List<Long> shape, List<Long> wanted) {
    if (shape.size() != wanted.size()) {
      return false;
    }
    for (int i = 0; i < shape.size(); i++) {
      if (wanted.get(i) != ANY && !wanted.get(i).equals(shape.get(i))) {
        return false;
      }
    }
    return true;
  }
}
