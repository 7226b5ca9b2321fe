package dev.livevars.model;

import dev.livevars.model.Constraints.BooleanConstraints;
import dev.livevars.model.Value.BooleanValue;

/** Accepts booleans, all of them. */
final class BooleanRule extends ValueRule {
  private final BooleanConstraints limits;

  BooleanRule(BooleanConstraints limits) {
    this.limits = limits;
  }

  @Override
  public BooleanValue accept(Value value) {
    if (value instanceof BooleanValue flag) {
      return flag;
    }
    throw Refusal.wrongType(value, limits.type());
  }
}
