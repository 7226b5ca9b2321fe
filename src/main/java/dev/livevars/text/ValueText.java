package dev.livevars.text;

import dev.livevars.model.Constraints;
import dev.livevars.model.Constraints.TensorConstraints;
import dev.livevars.model.DType;
import dev.livevars.model.LivevarsException;
import dev.livevars.model.Reason;
import dev.livevars.model.Value;
import dev.livevars.model.VariableType;
import java.util.Locale;

/** Makes values of what people type. */
public final class ValueText {
  private static final String WHOLE = "[+-]?[0-9]+";
  private static final String NUMBER = "[+-]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([eE][+-]?[0-9]+)?";

  private ValueText() {}

  /**
   * The value of a text for a variable of these constraints; INVALID_VALUE when the text is none of
   * its type. Embeddings and tensors are JSON arrays; those of a tensor are of the constraints'
   * dtype or, without one, int64, float64 or bool as the elements are.
   */
  public static Value parse(String text, Constraints constraints) {
    VariableType type = constraints.type();
    return switch (type) {
      case FLOAT -> Value.of(number(text));
      case INTEGER -> integer(text);
      case STRING, CHOICE, MODULE -> Value.of(text);
      case BOOLEAN -> Value.of(bool(text));
      case EMBEDDING -> Value.of(TensorText.floats(NestedArray.parse(text)));
      case TENSOR -> {
        DType dtype = constraints instanceof TensorConstraints tensor ? tensor.dtype() : null;
        yield Value.of(TensorText.tensor(NestedArray.parse(text), dtype));
      }
    };
  }

  /**
   * The value of a text of which nobody said the type: a number, true or false, an array of numbers
   * (an embedding when it is flat, else a tensor), and text otherwise.
   */
  public static Value infer(String text) {
    if (text.matches(WHOLE) || text.matches(NUMBER)) {
      return text.matches(WHOLE) ? integer(text) : Value.of(number(text));
    } else if (text.equals("true") || text.equals("false")) {
      return Value.of(bool(text));
    }
    return text.startsWith("[") ? arrayOrText(text) : Value.of(text);
  }

  private static Value arrayOrText(String text) {
    try {
      NestedArray array = NestedArray.parse(text);
      return array.shape().size() == 1
              && array.elements().stream().allMatch(Number.class::isInstance)
          ? Value.of(TensorText.floats(array))
          : Value.of(TensorText.tensor(array, null));
    } catch (LivevarsException e) {
      return Value.of(text);
    }
  }

  private static double number(String text) {
    if (text.matches(NUMBER)) {
      return Double.parseDouble(text);
    }
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "nan" -> Double.NaN;
      case "inf", "+inf", "infinity", "+infinity" -> Double.POSITIVE_INFINITY;
      case "-inf", "-infinity" -> Double.NEGATIVE_INFINITY;
      default -> throw refused(text, "a number such as 0.7");
    };
  }

  /** A number with a fraction is left to the node, which takes 2.0 and refuses 2.5. */
  private static Value integer(String text) {
    if (!text.matches(WHOLE) && text.matches(NUMBER)) {
      return Value.of(number(text));
    }
    try {
      return Value.of(Long.parseLong(text));
    } catch (NumberFormatException e) {
      throw refused(text, "a whole number of 64 bits");
    }
  }

  private static boolean bool(String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw refused(text, "true or false");
    };
  }

  private static LivevarsException refused(String text, String wanted) {
    return new LivevarsException(
        Reason.INVALID_VALUE, "'%s' is not %s".formatted(Cell.of(text), wanted));
  }
}
