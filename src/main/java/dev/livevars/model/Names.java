package dev.livevars.model;

import com.google.re2j.Pattern;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The rules for the names of variables and sessions. */
public final class Names {
  /** The session that always exists. */
  public static final String DEFAULT_SESSION = "default";

  private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]{0,254}");
  private static final Pattern SESSION = Pattern.compile("[A-Za-z0-9._-]{1,128}");

  private Names() {}

  /** Returns the name of a variable, or throws INVALID_NAME. */
  public static String requireVariable(@Nullable String name) {
    return require(name, VARIABLE, Reason.INVALID_NAME, "name", "variable name");
  }

  /** Whether this can be the name of a variable. */
  static boolean isVariable(String name) {
    return VARIABLE.matches(name);
  }

  /** Returns the id of a session, or throws INVALID_SESSION. */
  public static String requireSession(@Nullable String id) {
    return require(id, SESSION, Reason.INVALID_SESSION, "session", "session id");
  }

  private static String require(
      @Nullable String given, Pattern pattern, Reason reason, String field, String what) {
    String text = Text.required(field, given);
    if (pattern.matches(text)) {
      return text;
    }
    String shown = Text.shown(text);
    throw new LivevarsException(
        reason,
        "%s '%s' is not allowed: it must match %s".formatted(what, shown, pattern.pattern()),
        Map.of("field", field, "value", shown));
  }
}
