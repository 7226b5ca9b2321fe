package dev.livevars.history;

import dev.livevars.model.ChangeKind;
import dev.livevars.model.Tensor;
import dev.livevars.model.Value;
import dev.livevars.model.Value.EmbeddingValue;
import dev.livevars.model.Value.FloatValue;
import dev.livevars.model.Value.IntegerValue;
import dev.livevars.model.Value.TensorValue;
import dev.livevars.model.VariableChange;
import dev.livevars.model.WatchFilter;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** How far values are apart, written a second time: the checker believes nobody's distances. */
final class Gap {
  private Gap() {}

  /** Whether a change passes the distances of a filter, from the value that was last received. */
  static boolean passes(WatchFilter filter, Value last, VariableChange change) {
    Value next = change.newValue();
    if (change.kind() != ChangeKind.UPDATED
        || change.recreated()
        || change.constraintsChanged()
        || last == null
        || next == null) {
      return true;
    }
    double numbers = numbers(last, next);
    return atLeast(filter.minChange(), numbers)
        && atLeast(filter.minChangeRatio(), numbers == 0 ? 0 : numbers / magnitude(last))
        && atLeast(filter.minDistance(), arrays(last, next));
  }

  private static boolean atLeast(Double least, double distance) {
    return least == null || Double.isNaN(distance) || distance >= least;
  }

  private static double numbers(Value from, Value to) {
    if (from instanceof FloatValue a && to instanceof FloatValue b) {
      return apart(a.value(), b.value());
    } else if (from instanceof IntegerValue a && to instanceof IntegerValue b) {
      return BigInteger.valueOf(b.value())
          .subtract(BigInteger.valueOf(a.value()))
          .abs()
          .doubleValue();
    }
    return Double.NaN;
  }

  private static double magnitude(Value value) {
    return value.plain() instanceof Number number ? Math.abs(number.doubleValue()) : Double.NaN;
  }

  private static double arrays(Value from, Value to) {
    if (from instanceof EmbeddingValue a
        && to instanceof EmbeddingValue b
        && a.dimensions() == b.dimensions()) {
      return Math.sqrt(
          IntStream.range(0, a.dimensions())
              .mapToDouble(i -> Math.pow((double) b.get(i) - a.get(i), 2))
              .sum());
    } else if (from instanceof TensorValue a
        && to instanceof TensorValue b
        && a.value().dtype() == b.value().dtype()
        && a.value().shape().equals(b.value().shape())) {
      double[] one = elements(a.value());
      double[] other = elements(b.value());
      return IntStream.range(0, one.length)
          .mapToDouble(i -> apart(one[i], other[i]))
          .max()
          .orElse(0);
    }
    return Double.NaN;
  }

  private static double apart(double from, double to) {
    return Double.compare(from, to) == 0 ? 0 : Math.abs(to - from);
  }

  private static double[] elements(Tensor tensor) {
    ByteBuffer data = tensor.data();
    return DoubleStream.generate(
            () ->
                switch (tensor.dtype()) {
                  case FLOAT32 -> data.getFloat();
                  case FLOAT64 -> data.getDouble();
                  case INT32 -> data.getInt();
                  case INT64 -> data.getLong();
                  case BOOL, UINT8 -> data.get() & 0xff;
                })
        .limit(tensor.shape().stream().mapToLong(Number::longValue).reduce(1, Math::multiplyExact))
        .toArray();
  }
}
