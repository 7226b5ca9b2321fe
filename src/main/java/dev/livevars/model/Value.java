package dev.livevars.model;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A value of one of the types: immutable, compared by content. {@link #of} makes one of a plain
 * Java object and {@link #plain} gives that back.
 */
public sealed interface Value {

  /** The plain Java object: Double, Long, String, Boolean, a fresh float[] or a {@link Tensor}. */
  Object plain();

  /** A 64-bit number. */
  record FloatValue(double value) implements Value {
    @Override
    public Double plain() {
      return value;
    }

    @Override
    public String toString() {
      return Double.toString(value);
    }
  }

  /** A 64-bit signed integer. */
  record IntegerValue(long value) implements Value {
    @Override
    public Long plain() {
      return value;
    }

    @Override
    public String toString() {
      return Long.toString(value);
    }
  }

  /** Text: a string, a choice or a module. */
  record StringValue(String value) implements Value {
    @Override
    public String plain() {
      return value;
    }

    @Override
    public String toString() {
      return value;
    }
  }

  /** True or false. */
  record BooleanValue(boolean value) implements Value {
    @Override
    public Boolean plain() {
      return value;
    }

    @Override
    public String toString() {
      return Boolean.toString(value);
    }
  }

  /** A vector of float32. */
  final class EmbeddingValue implements Value {
    private final float[] elements;

    /** Takes a copy of the elements. */
    public EmbeddingValue(float[] elements) {
      this.elements = elements.clone();
    }

    private EmbeddingValue(FloatBuffer elements) {
      this.elements = new float[elements.remaining()];
      elements.get(this.elements);
    }

    /**
     * The vector of packed elements: 4 bytes each, IEEE 754, little-endian. They are copied; the
     * buffer's position stays.
     *
     * @throws LivevarsException INVALID_VALUE when the bytes are no multiple of 4
     */
    public static EmbeddingValue ofPacked(ByteBuffer packed) {
      if (packed.remaining() % Float.BYTES != 0) {
        throw new LivevarsException(
            Reason.INVALID_VALUE,
            "embedding: %d bytes are no whole float32 elements".formatted(packed.remaining()),
            Map.of("field", "value.embedding_value.data"));
      }
      return new EmbeddingValue(packed.duplicate().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer());
    }

    /** The packed elements as {@link #ofPacked} takes them, in a read-only buffer of their own. */
    public ByteBuffer packed() {
      ByteBuffer packed = ByteBuffer.allocate(dimensions() * Float.BYTES);
      packed.order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().put(elements);
      return packed.asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
    }

    /** The number of elements. */
    public int dimensions() {
      return elements.length;
    }

    /** The element at an index from 0. */
    public float get(int index) {
      return elements[index];
    }

    @Override
    public float[] plain() {
      return elements.clone();
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof EmbeddingValue that && Arrays.equals(elements, that.elements);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(elements);
    }

    @Override
    public String toString() {
      return "EmbeddingValue[dimensions=" + elements.length + "]";
    }
  }

  /** A dense array of any rank. */
  record TensorValue(Tensor value) implements Value {
    @Override
    public Tensor plain() {
      return value;
    }
  }

  /**
   * The value of a plain Java object: a Value itself, Double or Float, Long, Integer, Short or
   * Byte, String, Boolean, float[], {@link Tensor}.
   *
   * @throws LivevarsException INVALID_VALUE for any other class
   */
  static Value of(@Nullable Object plain) {
    if (plain instanceof Value value) {
      return value;
    } else if (plain instanceof Double || plain instanceof Float) {
      return new FloatValue(((Number) plain).doubleValue());
    } else if (plain instanceof Long
        || plain instanceof Integer
        || plain instanceof Short
        || plain instanceof Byte) {
      return new IntegerValue(((Number) plain).longValue());
    } else if (plain instanceof String text) {
      return new StringValue(text);
    } else if (plain instanceof Boolean flag) {
      return new BooleanValue(flag);
    } else if (plain instanceof float[] elements) {
      return new EmbeddingValue(elements);
    } else if (plain instanceof Tensor tensor) {
      return new TensorValue(tensor);
    }
    throw new LivevarsException(
        Reason.INVALID_VALUE,
        "a value of class %s is not allowed: use Double, Long, String, Boolean, float[] or Tensor"
            .formatted(plain == null ? "null" : plain.getClass().getName()));
  }
}
