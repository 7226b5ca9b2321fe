package dev.livevars.model;

import dev.livevars.model.Constraints.BooleanConstraints;
import dev.livevars.model.Constraints.ChoiceConstraints;
import dev.livevars.model.Constraints.EmbeddingConstraints;
import dev.livevars.model.Constraints.FloatConstraints;
import dev.livevars.model.Constraints.IntegerConstraints;
import dev.livevars.model.Constraints.ModuleConstraints;
import dev.livevars.model.Constraints.StringConstraints;
import dev.livevars.model.Constraints.TensorConstraints;
import dev.livevars.model.Value.EmbeddingValue;
import dev.livevars.model.Value.StringValue;
import dev.livevars.model.Value.TensorValue;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The limits checked a second time and by other means: exact arithmetic, JDK patterns. */
final class Independent {
  private Independent() {}

  static boolean satisfies(Value value, Constraints constraints) {
    if (constraints instanceof FloatConstraints limits) {
      return isFloat((Double) value.plain(), limits);
    } else if (constraints instanceof IntegerConstraints limits) {
      return isInteger(BigInteger.valueOf((Long) value.plain()), limits);
    } else if (constraints instanceof StringConstraints limits) {
      return isString(((StringValue) value).value(), limits);
    } else if (constraints instanceof BooleanConstraints) {
      return value.plain() instanceof Boolean;
    } else if (constraints instanceof ChoiceConstraints limits) {
      return limits.choices().contains(((StringValue) value).value());
    } else if (constraints instanceof ModuleConstraints limits) {
      return isModule(((StringValue) value).value(), limits);
    } else if (constraints instanceof EmbeddingConstraints limits) {
      return isEmbedding((EmbeddingValue) value, limits);
    }
    return isTensor(((TensorValue) value).value(), (TensorConstraints) constraints);
  }

  private static boolean isFloat(double x, FloatConstraints limits) {
    Double min = limits.min();
    Double max = limits.max();
    if (!Double.isFinite(x)) {
      boolean below = x == Double.NEGATIVE_INFINITY && min != null;
      boolean above = x == Double.POSITIVE_INFINITY && max != null;
      return limits.allowNonFinite() && !below && !above;
    }
    BigDecimal exact = new BigDecimal(x);
    return (min == null || exact.compareTo(new BigDecimal(min)) >= 0)
        && (max == null || exact.compareTo(new BigDecimal(max)) <= 0)
        && isWhole(exact, min == null ? 0 : min, limits.step());
  }

  private static boolean isWhole(BigDecimal x, double base, @Nullable Double step) {
    if (step == null) {
      return true;
    }
    BigDecimal exactStep = new BigDecimal(step);
    BigDecimal distance = x.subtract(new BigDecimal(base));
    BigDecimal steps = distance.divide(exactStep, 0, RoundingMode.HALF_EVEN);
    BigDecimal off = distance.subtract(steps.multiply(exactStep)).abs();
    double ulp = Math.ulp(Math.max(Math.abs(x.doubleValue()), Math.abs(base)));
    return off.doubleValue() <= 2e-9 * step + 5 * ulp;
  }

  private static boolean isInteger(BigInteger n, IntegerConstraints limits) {
    Long min = limits.min();
    Long max = limits.max();
    Long step = limits.step();
    BigInteger base = BigInteger.valueOf(min == null ? 0 : min);
    return (min == null || n.compareTo(base) >= 0)
        && (max == null || n.compareTo(BigInteger.valueOf(max)) <= 0)
        && (step == null
            || n.subtract(base).remainder(BigInteger.valueOf(step)).equals(BigInteger.ZERO));
  }

  private static boolean isString(String text, StringConstraints limits) {
    long length = text.codePoints().count();
    Integer min = limits.minLength();
    Integer max = limits.maxLength();
    return (min == null || length >= min)
        && (max == null || length <= max)
        && matches(text, limits.pattern());
  }

  private static boolean isModule(String name, ModuleConstraints limits) {
    String namespace = limits.namespace();
    boolean choice =
        limits.choices().isEmpty()
            || limits.choices().stream()
                .flatMap(c -> namespace == null ? Stream.of(c) : Stream.of(c, namespace + "." + c))
                .anyMatch(name::equals);
    boolean within = namespace == null || name.matches("\\Q" + namespace + "\\E\\..+");
    return choice && within && matches(name, limits.pattern());
  }

  private static boolean isEmbedding(EmbeddingValue vector, EmbeddingConstraints limits) {
    double squares = 0;
    for (float element : vector.plain()) {
      squares += Math.pow(element, 2);
    }
    Integer dimensions = limits.dimensions();
    Double norm = limits.maxNorm();
    return Double.isFinite(squares)
        && (dimensions == null || vector.dimensions() == dimensions)
        && (norm == null || Math.sqrt(squares) <= norm * 1.00001);
  }

  private static boolean isTensor(Tensor tensor, TensorConstraints limits) {
    List<Long> shape = limits.shape();
    String wanted = shape == null ? ".*" : shape.toString().replace("-1", "\\d+");
    return (limits.dtype() == null || limits.dtype() == tensor.dtype())
        && (shape == null
            || tensor.shape().toString().matches(wanted.replace("[", "\\[").replace("]", "\\]")));
  }

  private static boolean matches(String text, @Nullable String pattern) {
    return pattern == null || java.util.regex.Pattern.matches(pattern, text);
  }
}
