package dev.livevars.model;

import java.util.Map;

/**
 * The errors of the rules. Each names the constraint, its limit and the value, in the message for
 * people and in the details for programs.
 */
final class Refusal {
  private Refusal() {}

  /** A value of the right type beyond a limit. */
  static LivevarsException violated(String constraint, Object limit, Value value) {
    String shown = Text.shown(limit.toString());
    String message = "value %s violates %s %s".formatted(quoted(value), constraint, shown);
    return refused(Reason.CONSTRAINT_VIOLATED, message, constraint, shown, value);
  }

  /** A value of another type. */
  static LivevarsException wrongType(Value value, VariableType type) {
    return wrongType(value, type, "a" + article(VariableType.of(value)));
  }

  /** A value that is almost of the type; {@code what} says what it is instead. */
  static LivevarsException wrongType(Value value, VariableType type, String what) {
    String message =
        "value %s is %s, but the variable is a%s".formatted(quoted(value), what, article(type));
    return refused(Reason.INVALID_VALUE, message, "type", type.label(), value);
  }

  /** A value that no constraint could allow. */
  static LivevarsException invalid(String constraint, String limit, Value value, String why) {
    String message = "value %s %s".formatted(quoted(value), why);
    return refused(Reason.INVALID_VALUE, message, constraint, limit, value);
  }

  /** Constraints that contradict themselves. */
  static LivevarsException contradiction(String constraint, Object limit, String why) {
    String shown = Text.shown(limit.toString());
    return new LivevarsException(
        Reason.INVALID_CONSTRAINTS,
        "%s %s %s".formatted(constraint, shown, why),
        Map.of("field", "constraints." + constraint, "constraint", constraint, "limit", shown));
  }

  private static LivevarsException refused(
      Reason reason, String message, String constraint, String limit, Value value) {
    return new LivevarsException(
        reason,
        message,
        Map.of("field", "value", "constraint", constraint, "limit", limit, "value", plain(value)));
  }

  private static String article(VariableType type) {
    boolean vowel = type == VariableType.INTEGER || type == VariableType.EMBEDDING;
    return (vowel ? "n " : " ") + type.label();
  }

  private static String quoted(Value value) {
    return value instanceof Value.StringValue ? "'" + plain(value) + "'" : plain(value);
  }

  private static String plain(Value value) {
    if (value instanceof Value.EmbeddingValue embedding) {
      return "embedding of %d elements".formatted(embedding.dimensions());
    } else if (value instanceof Value.TensorValue tensor) {
      return Text.shown(
          "tensor of %s %s".formatted(tensor.value().dtype().label(), tensor.value().shape()));
    }
    return Text.shown(value.plain().toString());
  }
}
