package dev.livevars.model;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.livevars.model.Value.StringValue;
import org.jspecify.annotations.Nullable;

/** An RE2 expression that a whole text must match, compiled once and bounded. */
final class WholePattern {
  private static final int MOST_CHARACTERS = 1_000;
  private static final int MOST_INSTRUCTIONS = 10_000;

  private final Pattern pattern;

  private WholePattern(Pattern pattern) {
    this.pattern = pattern;
  }

  /** The compiled pattern; null for null. */
  static @Nullable WholePattern of(@Nullable String expression) {
    if (expression == null) {
      return null;
    }
    requireBounded(expression);
    try {
      return new WholePattern(Pattern.compile(expression));
    } catch (PatternSyntaxException e) {
      throw refused(expression, "cannot be parsed: " + Text.shown(String.valueOf(e.getMessage())));
    }
  }

  /** Throws CONSTRAINT_VIOLATED unless the whole text matches. */
  void require(StringValue text) {
    if (!pattern.matches(text.value())) {
      throw Refusal.violated("pattern", pattern.pattern(), text);
    }
  }

  private static void requireBounded(String expression) {
    if (!Text.isWellFormed(expression)) {
      throw refused(expression, "has an unpaired surrogate");
    }
    if (Text.length(expression) > MOST_CHARACTERS) {
      throw refused(expression, "is longer than %d characters".formatted(MOST_CHARACTERS));
    }
    if (new PatternSize(expression).bound() > MOST_INSTRUCTIONS) {
      throw refused(expression, "repeats too much: write smaller counts in braces");
    }
  }

  private static LivevarsException refused(String expression, String why) {
    return Refusal.contradiction("pattern", expression, why);
  }
}
