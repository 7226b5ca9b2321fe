package dev.livevars.model;

import dev.livevars.model.Constraints.StringConstraints;
import dev.livevars.model.Value.StringValue;
import org.jspecify.annotations.Nullable;

/** Accepts text by its length in code points and by a pattern. */
final class StringRule extends ValueRule {
  private final StringConstraints limits;
  private final @Nullable WholePattern pattern;

  StringRule(StringConstraints limits) {
    this.limits = limits;
    this.pattern = WholePattern.of(limits.pattern());
    Integer min = limits.minLength();
    Integer max = limits.maxLength();
    requireNotNegative("min_length", min);
    requireNotNegative("max_length", max);
    if (min != null && max != null && min > max) {
      throw Refusal.contradiction("max_length", max, "is less than min_length " + min);
    }
  }

  @Override
  public StringValue accept(Value value) {
    StringValue text = require(value, limits.type());
    int length = Text.length(text.value());
    Integer min = limits.minLength();
    if (min != null && length < min) {
      throw Refusal.violated("min_length", min, text);
    }
    Integer max = limits.maxLength();
    if (max != null && length > max) {
      throw Refusal.violated("max_length", max, text);
    }
    if (pattern != null) {
      pattern.require(text);
    }
    return text;
  }

  /** The value as text that can travel, for any type that is text. */
  static StringValue require(Value value, VariableType type) {
    if (!(value instanceof StringValue text)) {
      throw Refusal.wrongType(value, type);
    }
    if (!Text.isWellFormed(text.value())) {
      throw Refusal.invalid("unicode", "well-formed", value, "has an unpaired surrogate");
    }
    return text;
  }

  private static void requireNotNegative(String constraint, @Nullable Integer limit) {
    if (limit != null && limit < 0) {
      throw Refusal.contradiction(constraint, limit, "is negative");
    }
  }
}
