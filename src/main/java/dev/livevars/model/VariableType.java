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

  /** The name as people write it: lower case. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
