package dev.livevars.model;

import dev.livevars.model.Constraints.FloatConstraints;
import dev.livevars.model.Value.FloatValue;
import dev.livevars.model.Value.IntegerValue;
import org.jspecify.annotations.Nullable;

/**
 * Accepts floats and widens integers. NaN, where it is allowed, has no order and so violates no
 * bound; a step binds finite values only.
 */
final class FloatRule extends ValueRule {
  /** How far from a whole number of steps a value may be, as a part of one step. */
  private static final double STEP_TOLERANCE = 1e-9;

  /** The same in units in the last place, for values that are large beside the step. */
  private static final double ULP_TOLERANCE = 4;

  private final FloatConstraints limits;

  FloatRule(FloatConstraints limits) {
    this.limits = limits;
    requireFinite("min", limits.min());
    requireFinite("max", limits.max());
    requireFinite("step", limits.step());
    Double min = limits.min();
    Double max = limits.max();
    Double step = limits.step();
    if (min != null && max != null && min > max) {
      throw Refusal.contradiction("max", max, "is less than min " + min);
    }
    if (step != null && step <= 0) {
      throw Refusal.contradiction("step", step, "is not greater than 0");
    }
  }

  @Override
  public FloatValue accept(Value value) {
    FloatValue number = coerce(value);
    double x = number.value();
    if (!limits.allowNonFinite() && !Double.isFinite(x)) {
      throw Refusal.violated("allow_non_finite", false, number);
    }
    Double min = limits.min();
    if (min != null && x < min) {
      throw Refusal.violated("min", min, number);
    }
    Double max = limits.max();
    if (max != null && x > max) {
      throw Refusal.violated("max", max, number);
    }
    Double step = limits.step();
    if (step != null && Double.isFinite(x) && !isWhole(x, min == null ? 0 : min, step)) {
      throw Refusal.violated("step", step, number);
    }
    return number;
  }

  private FloatValue coerce(Value value) {
    if (value instanceof FloatValue number) {
      return number;
    } else if (value instanceof IntegerValue integer) {
      return new FloatValue(integer.value());
    }
    throw Refusal.wrongType(value, limits.type());
  }

  /**
   * Whether x is base plus whole steps: the exact remainder of (x - base) / step, to the nearest
   * multiple, is at most 1e-9 of a step plus 4 units in the last place of the greater of x and
   * base. So 0.3 is three steps of 0.1, although 3 * 0.1 is another double. All is halved, that the
   * distance cannot overflow; a step below the resolution of x binds nothing.
   */
  private static boolean isWhole(double x, double base, double step) {
    double remainder = Math.IEEEremainder(x / 2 - base / 2, step / 2);
    double ulp = Math.ulp(Math.max(Math.abs(x), Math.abs(base)));
    double tolerance = (STEP_TOLERANCE * step + ULP_TOLERANCE * ulp) / 2;
    return Double.isNaN(remainder) || Math.abs(remainder) <= tolerance;
  }

  private static void requireFinite(String constraint, @Nullable Double limit) {
    if (limit != null && !Double.isFinite(limit)) {
      throw Refusal.contradiction(constraint, limit, "is not finite");
    }
  }
}
