package dev.livevars.wire;

import dev.livevars.model.Constraints.FloatConstraints;
import dev.livevars.model.Constraints.IntegerConstraints;

/** The constraints of numbers. */
final class ScalarLimits {
  private ScalarLimits() {}

  static dev.livevars.wire.v1.FloatConstraints toWire(FloatConstraints limits) {
    var wire = dev.livevars.wire.v1.FloatConstraints.newBuilder();
    Present.ifSet(limits.min(), wire::setMin);
    Present.ifSet(limits.max(), wire::setMax);
    Present.ifSet(limits.step(), wire::setStep);
    return wire.setAllowNonFinite(limits.allowNonFinite()).build();
  }

  static FloatConstraints toModel(dev.livevars.wire.v1.FloatConstraints wire, boolean readOnly) {
    return new FloatConstraints(
        Present.orNull(wire.hasMin(), wire.getMin()),
        Present.orNull(wire.hasMax(), wire.getMax()),
        Present.orNull(wire.hasStep(), wire.getStep()),
        wire.getAllowNonFinite(),
        readOnly);
  }

  static dev.livevars.wire.v1.IntegerConstraints toWire(IntegerConstraints limits) {
    var wire = dev.livevars.wire.v1.IntegerConstraints.newBuilder();
    Present.ifSet(limits.min(), wire::setMin);
    Present.ifSet(limits.max(), wire::setMax);
    Present.ifSet(limits.step(), wire::setStep);
    return wire.build();
  }

  static IntegerConstraints toModel(
      dev.livevars.wire.v1.IntegerConstraints wire, boolean readOnly) {
    return new IntegerConstraints(
        Present.orNull(wire.hasMin(), wire.getMin()),
        Present.orNull(wire.hasMax(), wire.getMax()),
        Present.orNull(wire.hasStep(), wire.getStep()),
        readOnly);
  }
}
