package dev.livevars.model;

import java.util.Locale;

/** What a variable holds. */
public enum VariableType {
  FLOAT,
  INTEGER,
  STRING,
  BOOLEAN,
  CHOICE,
  MODULE,
  EMBEDDING,
  TENSOR;

  /** The type of a value that nobody gave a type: text is a string. */
  public static VariableType of(Value value) {
    if (value instanceof Value.FloatValue) {
      return FLOAT;
    } else if (value instanceof Value.IntegerValue) {
      return INTEGER;
    } else if (value instanceof Value.StringValue) {
      return STRING;
    } else if (value instanceof Value.BooleanValue) {
      return BOOLEAN;
    }
    return value instanceof Value.EmbeddingValue ? EMBEDDING : TENSOR;
  }

  /** The name as people write it: lower case. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
