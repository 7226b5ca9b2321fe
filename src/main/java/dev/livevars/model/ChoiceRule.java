package dev.livevars.model;

import dev.livevars.model.Constraints.ChoiceConstraints;
import dev.livevars.model.Value.StringValue;

/** Accepts the listed strings, case-sensitive. */
final class ChoiceRule extends ValueRule {
  private final ChoiceConstraints limits;
  private final Choices choices;

  ChoiceRule(ChoiceConstraints limits) {
    this.limits = limits;
    this.choices = new Choices(limits.choices());
    if (choices.isEmpty()) {
      throw Refusal.contradiction("choices", choices, "allow no value");
    }
  }

  @Override
  public StringValue accept(Value value) {
    StringValue text = StringRule.require(value, limits.type());
    if (!choices.contains(text.value())) {
      throw Refusal.violated("choices", choices, text);
    }
    return text;
  }
}
