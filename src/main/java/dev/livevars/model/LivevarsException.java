package dev.livevars.model;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A refused call or an ended watch: a stable reason, a message for people and details for programs.
 * It carries no stack trace, since it describes what a caller asked for and not where in the
 * program that was found out.
 */
public final class LivevarsException extends RuntimeException {
  private static final String NOT_DONE = "not_done";

  private final transient Map<String, String> details;
  private final Reason reason;

  /** An error without details. */
  public LivevarsException(Reason reason, String message) {
    this(reason, message, Map.of());
  }

  /**
   * An error with details, such as {@code variable}, {@code field}, {@code constraint}, {@code
   * limit}, {@code value}, {@code expected_version}, {@code resume_revision}, {@code not_done}.
   */
  public LivevarsException(Reason reason, String message, Map<String, String> details) {
    super(message, null, false, false);
    this.reason = reason;
    this.details = Map.copyOf(details);
  }

  /**
   * One error for an atomic batch of which some updates are bad: the reason is that of the first,
   * the message and the details {@code error.<variable>} have each.
   *
   * @param errors by the variables' names, in the order of the updates, not empty
   * @param unchecked how many other updates were not looked at, which may be bad as well
   */
  public static LivevarsException ofBatch(Map<String, LivevarsException> errors, int unchecked) {
    Map<String, String> details = new TreeMap<>(Map.of("field", "updates"));
    errors.forEach((name, error) -> details.put("error." + name, error.message()));
    String others = unchecked == 0 ? "" : " (%d more not checked)".formatted(unchecked);
    return new LivevarsException(
        errors.values().iterator().next().reason(),
        errors.values().stream()
            .map(LivevarsException::message)
            .collect(Collectors.joining("; ", "the batch was not applied" + others + ": ", "")),
        details);
  }

  /** The stable reason. */
  public Reason reason() {
    return reason;
  }

  /** The details by name; empty when there are none. */
  public Map<String, String> details() {
    return details;
  }

  /** The same error, saying that what was asked for is certainly not done. */
  public LivevarsException notDone() {
    return with(NOT_DONE, "true");
  }

  /** Whether it says so: without that word a write that was UNAVAILABLE may have been made. */
  public boolean isNotDone() {
    return details.containsKey(NOT_DONE);
  }

  /** The same error with one more detail. */
  public LivevarsException with(String key, String value) {
    Map<String, String> more = new TreeMap<>(details);
    more.put(key, value);
    return new LivevarsException(reason, message(), more);
  }

  /**
   * The same error, saying which variable it is about: in the message and as the detail {@code
   * variable}. An error that says so already stays as it is.
   */
  public LivevarsException about(String variable) {
    if (details.containsKey("variable")) {
      return this;
    }
    Map<String, String> more = new TreeMap<>(details);
    more.put("variable", variable);
    return new LivevarsException(
        reason, "variable '%s': %s".formatted(Text.shown(variable), message()), more);
  }

  /** The message; never null. */
  public String message() {
    return String.valueOf(getMessage());
  }
}
