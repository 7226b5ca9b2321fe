package dev.livevars.model;

/**
 * Constraints made ready to enforce: patterns compiled, limits known not to contradict each other. Immutable and safe for any
 * thread.
 */
public abstract class ValueRule {

  /**
   * The rule of some constraints.
   *
   * @throws LivevarsException INVALID_CONSTRAINTS naming the limits that contradict each other or cannot be parsed
   */
  public static ValueRule of(Constraints constraints) {
    throw new UnsupportedOperationException(constraints.toString());
  }

  /**
   * The value coerced to the type.
   *
   * @throws LivevarsException INVALID_VALUE for a value of another type, CONSTRAINT_VIOLATED naming the constraint, the limit and
   *     the value; neither names the variable, which the caller adds
   */
  public abstract Value accept(Value value);
}
