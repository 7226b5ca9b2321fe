package dev.livevars.watch;

import dev.livevars.model.Tensor;
import dev.livevars.model.Value.EmbeddingValue;
import java.nio.ByteBuffer;
import java.util.AbstractList;
import java.util.RandomAccess;
import java.util.function.IntFunction;

/**
 * The elements of an embedding or a tensor in flat order, as doubles, longs or booleans; nothing is
 * copied. Reading more than the evaluation may read throws.
 */
final class ElementList extends AbstractList<Object> implements RandomAccess {
  private final int size;
  private final IntFunction<Object> elements;
  private final Budget budget;

  private ElementList(int size, IntFunction<Object> elements, Budget budget) {
    this.size = size;
    this.elements = elements;
    this.budget = budget;
  }

  static ElementList of(EmbeddingValue embedding, Budget budget) {
    return new ElementList(embedding.dimensions(), i -> (double) embedding.get(i), budget);
  }

  static ElementList of(Tensor tensor, Budget budget) {
    ByteBuffer data = tensor.data();
    int size = data.remaining() / tensor.dtype().bytes();
    IntFunction<Object> elements =
        switch (tensor.dtype()) {
          case FLOAT32 -> i -> (double) data.getFloat(i * Float.BYTES);
          case FLOAT64 -> i -> data.getDouble(i * Double.BYTES);
          case INT32 -> i -> (long) data.getInt(i * Integer.BYTES);
          case INT64 -> i -> data.getLong(i * Long.BYTES);
          case BOOL -> i -> data.get(i) != 0;
          case UINT8 -> i -> (long) Byte.toUnsignedInt(data.get(i));
        };
    return new ElementList(size, elements, budget);
  }

  @Override
  public Object get(int index) {
    budget.take();
    return elements.apply(index);
  }

  @Override
  public int size() {
    return size;
  }

  /** Short, since the messages of failed evaluations have it. */
  @Override
  public String toString() {
    return "[" + size + " elements]";
  }

  /** How many elements one evaluation may read yet. */
  static final class Budget {
    private static final int MOST_ELEMENTS = 10_000;

    private int left = MOST_ELEMENTS;

    private void take() {
      if (left == 0) {
        throw new SpentException();
      }
      left--;
    }
  }

  /** Without a stack trace: nobody reads it. */
  private static final class SpentException extends RuntimeException {
    private SpentException() {
      super(
          "more than %d elements would be read".formatted(Budget.MOST_ELEMENTS),
          null,
          false,
          false);
    }
  }
}
