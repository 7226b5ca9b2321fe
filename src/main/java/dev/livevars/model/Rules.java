package dev.livevars.model;

import org.jspecify.annotations.Nullable;

/** What a field of a request may be. */
final class Rules {
  private Rules() {}

  /** Throws INVALID_REQUEST naming the field, what it is and what it must be. */
  static void require(boolean allowed, String field, @Nullable Object value, String rule) {
    if (!allowed) {
      throw new LivevarsException(
              Reason.INVALID_REQUEST, "%s is %s, but must be %s".formatted(field, value, rule))
          .with("field", field);
    }
  }
}
