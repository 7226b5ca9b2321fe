package dev.livevars.model;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which variables a list or a watch is about: exact names, and globs where {@code *} stands for any
 * characters within a dotted part and {@code **} across parts. No selector means every variable.
 * Immutable and safe for any thread.
 */
public final class Selectors {
  /** The most selectors allowed in one request. */
  public static final int LIMIT = 1_024;

  /** The most globs among them: each name of a session may have to be compared with each. */
  public static final int GLOB_LIMIT = 128;

  private final List<String> texts;
  private final Set<String> names;
  private final List<Glob> globs;

  private Selectors(List<String> texts, Set<String> names, List<Glob> globs) {
    this.texts = texts;
    this.names = names;
    this.globs = globs;
  }

  /**
   * Parses selectors.
   *
   * @throws LivevarsException INVALID_SELECTOR naming the one that cannot be parsed, or their
   *     number when there are too many
   */
  public static Selectors parse(List<String> texts) {
    if (texts.size() > LIMIT) {
      throw invalid(
          "%d selectors are too many: at most %d are allowed".formatted(texts.size(), LIMIT));
    }
    Set<String> names = new HashSet<>();
    List<Glob> globs = new ArrayList<>();
    for (String text : texts) {
      requireSyntax(text);
      if (text.indexOf('*') < 0) {
        names.add(text);
      } else {
        globs.add(Glob.parse(text));
      }
    }
    if (globs.size() > GLOB_LIMIT) {
      throw invalid(
          "%d globs are too many: at most %d are allowed".formatted(globs.size(), GLOB_LIMIT));
    }
    return new Selectors(List.copyOf(texts), Set.copyOf(names), List.copyOf(globs));
  }

  /** The selectors as they were given. */
  public List<String> texts() {
    return texts;
  }

  /** The exact names among them. */
  public Set<String> names() {
    return names;
  }

  /** Whether exact names are all there is. */
  public boolean onlyNames() {
    return globs.isEmpty() && !names.isEmpty();
  }

  /** Whether a variable of this name is selected. */
  public boolean matches(String name) {
    if (texts.isEmpty() || names.contains(name)) {
      return true;
    }
    for (Glob glob : globs) {
      if (glob.matches(name)) {
        return true;
      }
    }
    return false;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Selectors selectors && texts.equals(selectors.texts);
  }

  @Override
  public int hashCode() {
    return texts.hashCode();
  }

  @Override
  public String toString() {
    return texts.toString();
  }

  private static void requireSyntax(String text) {
    boolean readable =
        Text.required("selectors", text).indexOf('*') < 0
            ? Names.isVariable(text)
            : Glob.isGlob(text);
    if (!readable) {
      throw invalid(
          "selector '%s' cannot be parsed: a name is wanted, or a glob of letters, digits, '_', '.', '-', and at most %d '*' or '**', of 1 to 255 characters"
              .formatted(Text.shown(text, 64), Glob.MOST_STARS));
    }
  }

  private static LivevarsException invalid(String message) {
    return new LivevarsException(Reason.INVALID_SELECTOR, message).with("field", "selectors");
  }
}
