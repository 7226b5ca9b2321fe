package dev.livevars.model;

import dev.livevars.model.Constraints.IntegerConstraints;
import dev.livevars.model.Value.FloatValue;
import dev.livevars.model.Value.IntegerValue;

/** Accepts integers and narrows whole floats within the range of a long. */
final class IntegerRule extends ValueRule {
  private static final double BEYOND = 0x1p63;

  private final IntegerConstraints limits;

  IntegerRule(IntegerConstraints limits) {
    this.limits = limits;
    Long min = limits.min();
    Long max = limits.max();
    Long step = limits.step();
    if (min != null && max != null && min > max) {
      throw Refusal.contradiction("max", max, "is less than min " + min);
    }
    if (step != null && step <= 0) {
      throw Refusal.contradiction("step", step, "is not greater than 0");
    }
  }

  @Override
  public IntegerValue accept(Value value) {
    IntegerValue number = coerce(value);
    long n = number.value();
    Long min = limits.min();
    if (min != null && n < min) {
      throw Refusal.violated("min", min, number);
    }
    Long max = limits.max();
    if (max != null && n > max) {
      throw Refusal.violated("max", max, number);
    }
    Long step = limits.step();
    // Two remainders instead of one of the difference, which can overflow.
    if (step != null && Math.floorMod(n, step) != Math.floorMod(min == null ? 0 : min, step)) {
      throw Refusal.violated("step", step, number);
    }
    return number;
  }

  private IntegerValue coerce(Value value) {
    if (value instanceof IntegerValue number) {
      return number;
    } else if (value instanceof FloatValue number) {
      return narrow(number);
    }
    throw Refusal.wrongType(value, limits.type());
  }

  private IntegerValue narrow(FloatValue number) {
    double x = number.value();
    if (x != Math.rint(x)) {
      throw Refusal.wrongType(number, limits.type(), "not whole");
    }
    if (x < -BEYOND || x >= BEYOND) {
      throw Refusal.wrongType(number, limits.type(), "beyond 64 bits");
    }
    return new IntegerValue((long) x);
  }
}
