package dev.livevars.model;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** A dense array: element type, shape and packed elements (row-major, little-endian). Immutable, compared by content. */
public final class Tensor {
  private final DType dtype;
  private final List<Long> shape;
  private final ByteBuffer data;

  private Tensor(DType dtype, List<Long> shape, ByteBuffer data) {
    this.dtype = dtype;
    this.shape = List.copyOf(shape);
    this.data = data;
    long elements = 1;
    for (long size : this.shape) {
      if (size < 0) {
        throw invalid("shape %s has a negative size".formatted(this.shape));
      }
      elements = size != 0 && elements > Long.MAX_VALUE / size ? Long.MAX_VALUE : elements * size;
    }
    if (data.remaining() % dtype.bytes() != 0 || elements != data.remaining() / dtype.bytes()) {
      throw invalid(
          "shape %s of %s means %d elements of %d bytes, but there are %d bytes"
              .formatted(this.shape, dtype.label(), elements, dtype.bytes(), data.remaining()));
    }
  }

  /**
   * A tensor of packed elements, which are copied.
   *
   * @param data row-major, little-endian, {@code dtype.bytes()} bytes an element; a bool is 0 or 1
   * @throws LivevarsException INVALID_VALUE when the product of the shape is not the element count
   */
  public static Tensor of(DType dtype, List<Long> shape, byte[] data) {
    return new Tensor(dtype, shape, ByteBuffer.wrap(data.clone()));
  }

  /** A float32 tensor; the elements are copied. */
  public static Tensor ofFloats(List<Long> shape, float... elements) {
    ByteBuffer data = ByteBuffer.allocate(elements.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    data.asFloatBuffer().put(elements);
    return new Tensor(DType.FLOAT32, shape, data);
  }

  /** A float64 tensor; the elements are copied. */
  public static Tensor ofDoubles(List<Long> shape, double... elements) {
    ByteBuffer data = ByteBuffer.allocate(elements.length * Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    data.asDoubleBuffer().put(elements);
    return new Tensor(DType.FLOAT64, shape, data);
  }

  /** An int64 tensor; the elements are copied. */
  public static Tensor ofLongs(List<Long> shape, long... elements) {
    ByteBuffer data = ByteBuffer.allocate(elements.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
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

  private static LivevarsException invalid(String message) {
    return new LivevarsException(Reason.INVALID_VALUE, "tensor: " + message);
  }
}
