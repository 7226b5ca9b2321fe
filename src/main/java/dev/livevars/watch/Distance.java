package dev.livevars.watch;

import dev.livevars.model.Tensor;
import dev.livevars.model.Value;
import dev.livevars.model.Value.EmbeddingValue;
import dev.livevars.model.Value.FloatValue;
import dev.livevars.model.Value.IntegerValue;
import dev.livevars.model.Value.TensorValue;
import java.nio.ByteBuffer;

/** How far values are apart, as doubles; NaN where that cannot be said. */
final class Distance {
  private Distance() {}

  /** The absolute difference of two floats or two integers; equal ones, NaN too, are 0 apart. */
  static double ofNumbers(Value from, Value to) {
    if (from instanceof FloatValue a && to instanceof FloatValue b) {
      return difference(a.value(), b.value());
    } else if (from instanceof IntegerValue a && to instanceof IntegerValue b) {
      long difference = b.value() - a.value();
      boolean overflown = ((a.value() ^ b.value()) & (b.value() ^ difference)) < 0;
      return overflown
          ? Math.abs((double) b.value() - (double) a.value())
          : Math.abs((double) difference);
    }
    return Double.NaN;
  }

  /** The same as a ratio of the first one's magnitude; anything is infinitely far from zero. */
  static double ratio(Value from, Value to) {
    double difference = ofNumbers(from, to);
    double magnitude =
        Math.abs(
            from instanceof FloatValue number
                ? number.value()
                : from instanceof IntegerValue whole ? whole.value() : Double.NaN);
    return difference == 0 ? 0 : difference / magnitude;
  }

  /**
   * The Euclidean distance of two embeddings, or the greatest absolute difference of an element of
   * two tensors; they must be of the same shape.
   */
  static double ofArrays(Value from, Value to) {
    if (from instanceof EmbeddingValue a
        && to instanceof EmbeddingValue b
        && a.dimensions() == b.dimensions()) {
      return euclidean(a, b);
    } else if (from instanceof TensorValue a
        && to instanceof TensorValue b
        && a.value().dtype() == b.value().dtype()
        && a.value().shape().equals(b.value().shape())) {
      return greatest(a.value(), b.value());
    }
    return Double.NaN;
  }

  private static double euclidean(EmbeddingValue a, EmbeddingValue b) {
    double sum = 0;
    for (int i = 0; i < a.dimensions(); i++) {
      double difference = (double) b.get(i) - a.get(i);
      sum += difference * difference;
    }
    return Math.sqrt(sum);
  }

  private static double greatest(Tensor a, Tensor b) {
    ByteBuffer from = a.data();
    ByteBuffer to = b.data();
    double greatest = 0;
    while (from.hasRemaining()) {
      double difference =
          switch (a.dtype()) {
            case FLOAT32 -> difference(from.getFloat(), to.getFloat());
            case FLOAT64 -> difference(from.getDouble(), to.getDouble());
            case INT32 -> Math.abs((double) from.getInt() - to.getInt());
            case INT64 -> Math.abs((double) from.getLong() - (double) to.getLong());
            case BOOL, UINT8 -> Math.abs((from.get() & 0xff) - (to.get() & 0xff));
          };
      if (Double.isNaN(difference)) {
        return Double.NaN;
      }
      greatest = Math.max(greatest, difference);
    }
    return greatest;
  }

  private static double difference(double from, double to) {
    return Double.compare(from, to) == 0 ? 0 : Math.abs(to - from);
  }
}
