package dev.livevars.model;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.livevars.model.Value.StringValue;
import org.jspecify.annotations.Nullable;

/** An RE2 expression that a whole text must match, compiled once and bounded. */
final class WholePattern {
  private static final int MOST_CHARACTERS = 1_000;
  private static final int MOST_INSTRUCTIONS = 10_000;

  /**
   * Matching takes time by characters × instructions, on the thread of the session's owner: this
   * much is some tens of milliseconds, and no caller may hold the others up for longer.
   */
  private static final long MOST_STEPS = 4_000_000;

  private final Pattern pattern;
  private final long mostCharacters;

  private WholePattern(Pattern pattern, long instructions) {
    this.pattern = pattern;
    this.mostCharacters = MOST_STEPS / Math.max(1, instructions);
  }

  /** The compiled pattern; null for null. */
  static @Nullable WholePattern of(@Nullable String expression) {
    if (expression == null) {
      return null;
    }
    long instructions = requireBounded(expression);
    try {
      return new WholePattern(Pattern.compile(expression), instructions);
    } catch (PatternSyntaxException e) {
      throw refused(expression, "cannot be parsed: " + Text.shown(String.valueOf(e.getMessage())));
    }
  }

  /** Throws CONSTRAINT_VIOLATED unless the whole text matches. */
  void require(StringValue text) {
    if (text.value().length() > mostCharacters) {
      throw Refusal.invalid(
          "pattern",
          pattern.pattern(),
          text,
          "has %d characters, too many for the pattern %s, which takes at most %d"
              .formatted(text.value().length(), Text.shown(pattern.pattern()), mostCharacters));
    }
    if (!pattern.matches(text.value())) {
      throw Refusal.violated("pattern", pattern.pattern(), text);
    }
  }

  private static long requireBounded(String expression) {
    if (!Text.isWellFormed(expression)) {
      throw refused(expression, "has an unpaired surrogate");
    }
    if (Text.length(expression) > MOST_CHARACTERS) {
      throw refused(expression, "is longer than %d characters".formatted(MOST_CHARACTERS));
    }
    long instructions = new PatternSize(expression).bound();
    if (instructions > MOST_INSTRUCTIONS) {
      throw refused(expression, "repeats too much: write smaller counts in braces");
    }
    return instructions;
  }

  private static LivevarsException refused(String expression, String why) {
    return Refusal.contradiction("pattern", expression, why);
  }
}
