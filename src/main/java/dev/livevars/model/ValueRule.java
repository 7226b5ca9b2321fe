package dev.livevars.model;

import dev.livevars.model.Constraints.BooleanConstraints;
import dev.livevars.model.Constraints.ChoiceConstraints;
import dev.livevars.model.Constraints.EmbeddingConstraints;
import dev.livevars.model.Constraints.FloatConstraints;
import dev.livevars.model.Constraints.IntegerConstraints;
import dev.livevars.model.Constraints.ModuleConstraints;
import dev.livevars.model.Constraints.StringConstraints;
import dev.livevars.model.Constraints.TensorConstraints;

/**
 * Constraints made ready to enforce: patterns compiled, limits known not to contradict each other.
 * Immutable and safe for any thread.
 */
public abstract sealed class ValueRule
    permits BooleanRule,
        ChoiceRule,
        EmbeddingRule,
        FloatRule,
        IntegerRule,
        ModuleRule,
        StringRule,
        TensorRule {

  ValueRule() {}

  /**
   * The rule of some constraints.
   *
   * @throws LivevarsException INVALID_CONSTRAINTS naming the limits that contradict each other or
   *     cannot be parsed
   */
  public static ValueRule of(Constraints constraints) {
    return switch (constraints.type()) {
      case FLOAT -> new FloatRule((FloatConstraints) constraints);
      case INTEGER -> new IntegerRule((IntegerConstraints) constraints);
      case STRING -> new StringRule((StringConstraints) constraints);
      case BOOLEAN -> new BooleanRule((BooleanConstraints) constraints);
      case CHOICE -> new ChoiceRule((ChoiceConstraints) constraints);
      case MODULE -> new ModuleRule((ModuleConstraints) constraints);
      case EMBEDDING -> new EmbeddingRule((EmbeddingConstraints) constraints);
      case TENSOR -> new TensorRule((TensorConstraints) constraints);
    };
  }

  /**
   * The value coerced to the type. Whether the variable is read-only does not matter here: its
   * first value must be accepted too.
   *
   * @throws LivevarsException INVALID_VALUE for a value of another type, CONSTRAINT_VIOLATED naming
   *     the constraint, the limit and the value; neither names the variable, which the caller adds
   *     with {@link LivevarsException#about}
   */
  public abstract Value accept(Value value);
}
