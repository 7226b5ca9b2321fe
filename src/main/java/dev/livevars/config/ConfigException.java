package dev.livevars.config;

import java.util.List;

/**
 * Settings that a node cannot start with; each problem names the key, the value, what is allowed.
 */
public final class ConfigException extends RuntimeException {
  private final transient List<String> problems;

  ConfigException(List<String> problems) {
    super(String.join("\n", problems), null, false, false);
    this.problems = List.copyOf(problems);
  }

  /** Every problem found, a line each. */
  public List<String> problems() {
    return problems;
  }
}
