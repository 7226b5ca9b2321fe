package dev.livevars;

import dev.livevars.model.LivevarsException;
import dev.livevars.model.Reason;
import dev.livevars.model.Tensor;
import dev.livevars.model.Value;

/**
 * The name of a variable with the Java class of its value.
 *
 * @param name the variable's name
 * @param valueClass the class of its value
 * @param <T> the class of its value
 */
public record VariableKey<T>(String name, Class<T> valueClass) {

  public static VariableKey<Double> ofFloat(String name) {
    return new VariableKey<>(name, Double.class);
  }

  public static VariableKey<Long> ofInteger(String name) {
    return new VariableKey<>(name, Long.class);
  }

  public static VariableKey<String> ofString(String name) {
    return new VariableKey<>(name, String.class);
  }

  public static VariableKey<Boolean> ofBoolean(String name) {
    return new VariableKey<>(name, Boolean.class);
  }

  public static VariableKey<String> ofChoice(String name) {
    return ofString(name);
  }

  public static VariableKey<String> ofModule(String name) {
    return ofString(name);
  }

  public static VariableKey<float[]> ofEmbedding(String name) {
    return new VariableKey<>(name, float[].class);
  }

  public static VariableKey<Tensor> ofTensor(String name) {
    return new VariableKey<>(name, Tensor.class);
  }

  /** The value as the key's class; throws INVALID_TYPE when it is of another. */
  public T cast(Value value) {
    Object plain = value.plain();
    if (!valueClass.isInstance(plain)) {
      throw new LivevarsException(
          Reason.INVALID_TYPE,
          "variable '%s' holds a %s, not a %s"
              .formatted(name, plain.getClass().getSimpleName(), valueClass.getSimpleName()));
    }
    return valueClass.cast(plain);
  }
}
