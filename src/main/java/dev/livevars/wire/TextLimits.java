package dev.livevars.wire;

import dev.livevars.model.Constraints.ModuleConstraints;
import dev.livevars.model.Constraints.StringConstraints;

/** The constraints of text. */
final class TextLimits {
  private TextLimits() {}

  static dev.livevars.wire.v1.StringConstraints toWire(StringConstraints limits) {
    var wire = dev.livevars.wire.v1.StringConstraints.newBuilder();
    Present.ifSet(limits.minLength(), wire::setMinLength);
    Present.ifSet(limits.maxLength(), wire::setMaxLength);
    Present.ifSet(limits.pattern(), wire::setPattern);
    return wire.build();
  }

  static StringConstraints toModel(dev.livevars.wire.v1.StringConstraints wire, boolean readOnly) {
    return new StringConstraints(
        Present.orNull(wire.hasMinLength(), wire.getMinLength()),
        Present.orNull(wire.hasMaxLength(), wire.getMaxLength()),
        Present.orNull(wire.hasPattern(), wire.getPattern()),
        readOnly);
  }

  static dev.livevars.wire.v1.ModuleConstraints toWire(ModuleConstraints limits) {
    var wire = dev.livevars.wire.v1.ModuleConstraints.newBuilder();
    Present.ifSet(limits.namespace(), wire::setNamespace);
    Present.ifSet(limits.pattern(), wire::setPattern);
    return wire.addAllChoices(limits.choices()).build();
  }

  static ModuleConstraints toModel(dev.livevars.wire.v1.ModuleConstraints wire, boolean readOnly) {
    return new ModuleConstraints(
        wire.getChoicesList(),
        Present.orNull(wire.hasNamespace(), wire.getNamespace()),
        Present.orNull(wire.hasPattern(), wire.getPattern()),
        readOnly);
  }
}
