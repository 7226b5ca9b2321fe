package dev.livevars.model;

import dev.livevars.model.Value.EmbeddingValue;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;

/**
 * A dense array: element type, shape and packed elements (row-major, little-endian). Immutable,
 * compared by content.
 */
public final class Tensor {
  /** As many as numpy has; more would only be a way to make a shape large. */
  static final int MOST_DIMENSIONS = 64;

  private final DType dtype;
  private final List<Long> shape;
  private final ByteBuffer data;

  private Tensor(DType dtype, List<Long> shape, ByteBuffer data) {
    this.dtype = dtype;
    this.shape = List.copyOf(shape);
    this.data = data;
    if (shape.size() > MOST_DIMENSIONS) {
      throw invalid("shape", "%d dimensions are too many".formatted(shape.size()));
    }
    long elements = elements();
    if (data.remaining() % dtype.bytes() != 0 || elements != data.remaining() / dtype.bytes()) {
      throw invalid(
          "data",
          "shape %s of %s means %d elements of %d bytes, but there are %d bytes"
              .formatted(this.shape, dtype.label(), elements, dtype.bytes(), data.remaining()));
    }
    if (dtype == DType.BOOL) {
      requireBooleans();
    }
  }

  /**
   * A tensor of packed elements, which are copied.
   *
   * @param shape at most 64 sizes
   * @param data row-major, little-endian, {@code dtype.bytes()} bytes an element; a bool is 0 or 1
   * @throws LivevarsException INVALID_VALUE when the product of the shape is not the element count,
   *     or a bool is neither 0 nor 1
   */
  public static Tensor of(DType dtype, List<Long> shape, byte[] data) {
    return of(dtype, shape, ByteBuffer.wrap(data));
  }

  /** The same of the buffer's remaining bytes; its position stays. */
  public static Tensor of(DType dtype, List<Long> shape, ByteBuffer data) {
    ByteBuffer copy = ByteBuffer.allocate(data.remaining());
    copy.put(data.duplicate()).flip();
    return new Tensor(dtype, shape, copy);
  }

  /** A vector as a one-dimensional float32 tensor. */
  static Tensor of(EmbeddingValue vector) {
    return new Tensor(DType.FLOAT32, List.of((long) vector.dimensions()), vector.packed());
  }

  /** A float32 tensor; the elements are copied. */
  public static Tensor ofFloats(List<Long> shape, float... elements) {
    ByteBuffer data =
        ByteBuffer.allocate(elements.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    data.asFloatBuffer().put(elements);
    return new Tensor(DType.FLOAT32, shape, data);
  }

  /** A float64 tensor; the elements are copied. */
  public static Tensor ofDoubles(List<Long> shape, double... elements) {
    ByteBuffer data =
        ByteBuffer.allocate(elements.length * Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    data.asDoubleBuffer().put(elements);
    return new Tensor(DType.FLOAT64, shape, data);
  }

  /** An int64 tensor; the elements are copied. */
  public static Tensor ofLongs(List<Long> shape, long... elements) {
    ByteBuffer data =
        ByteBuffer.allocate(elements.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    data.asLongBuffer().put(elements);
    return new Tensor(DType.INT64, shape, data);
  }

  /** The element type. */
  public DType dtype() {
    return dtype;
  }

  /** The size of each dimension, outermost first; empty for a scalar. */
  public List<Long> shape() {
    return shape;
  }

  /** How many bytes the packed elements take. */
  int bytes() {
    return data.remaining();
  }

  /** The packed elements, read-only and little-endian, at position 0. */
  public ByteBuffer data() {
    return data.asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Tensor that
        && dtype == that.dtype
        && shape.equals(that.shape)
        && data.equals(that.data);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * dtype.hashCode() + shape.hashCode()) + data.hashCode();
  }

  @Override
  public String toString() {
    return "Tensor[dtype=" + dtype.label() + ", shape=" + shape + "]";
  }

  /** The product of the shape; the greatest long stands for more. */
  private long elements() {
    long elements = 1;
    for (long size : shape) {
      if (size < 0) {
        throw invalid("shape", "shape %s has a negative size".formatted(shape));
      }
      elements = size != 0 && elements > Long.MAX_VALUE / size ? Long.MAX_VALUE : elements * size;
    }
    return elements;
  }

  private void requireBooleans() {
    for (int i = 0; i < data.remaining(); i++) {
      byte element = data.get(data.position() + i);
      if (element != 0 && element != 1) {
        throw invalid("data", "element %d of bool is %d, not 0 or 1".formatted(i, element & 0xff));
      }
    }
  }

  private static LivevarsException invalid(String field, String message) {
    return new LivevarsException(
        Reason.INVALID_VALUE, "tensor: " + message, Map.of("field", "value.tensor_value." + field));
  }
}
