package dev.livevars.watch;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelIssue;
import dev.cel.common.CelSource;
import dev.cel.common.CelSourceLocation;
import dev.cel.common.ast.CelExpr;
import dev.livevars.model.LivevarsException;
import dev.livevars.model.Reason;
import dev.livevars.model.Text;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Says where and why an expression is refused, in the terms of who wrote it. */
final class ExpressionErrors {
  static final String FIELD = "filter.expression";

  private static final int MOST_SHOWN = 300;

  private static final String THERE_ARE =
      "name, old, new, version, source, metadata and the functions size, contains, startsWith,"
          + " endsWith, matches, has, int, double, string, bool, type and those of math";

  /** What the compiler says, and what to say instead; the first that fits. */
  private static final List<Wording> WORDINGS =
      List.of(
          wording("mismatched input '<EOF>' .*", "it ends too early"),
          wording("missing (.*) at '<EOF>'", "missing $1 at the end"),
          wording("(?:mismatched|extraneous) input (.*) expecting .*", "unexpected $1"),
          wording("no viable alternative at input (.*)", "unexpected $1"),
          wording("token recognition error at: '[\"'].*", "a text in quotes does not end"),
          wording("token recognition error at: '(.*?)\\s*'", "unexpected $1"),
          wording("(?:For input string|Error at index|String value).*", "the number is too large"),
          wording("invalid argument to has.*", "has() takes a key, such as metadata.key"),
          wording("Expression recursion limit exceeded. limit: (.*)", "nested deeper than $1"),
          wording(
              "undeclared reference to '(all|exists|exists_one|existsOne|map|filter)' .*",
              "there is no '$1': expressions have no loops"),
          wording("undeclared reference to ('.*') .*", "there is no $1: there are " + THERE_ARE),
          wording(
              "found no matching overload for '_\\?_:_' applied to '(.*?)'.*",
              "no matching overload for '?:' with $1"),
          wording(
              "found no matching overload for '@?_?(.+?)_?' applied to '(.*?)'.*",
              "no matching overload for '$1' with $2"));

  private ExpressionErrors() {}

  static LivevarsException of(CelIssue issue) {
    return at(issue.getSourceLocation(), reworded(issue.getMessage()));
  }

  /** An error at a part of an expression. */
  static LivevarsException at(CelAbstractSyntaxTree tree, CelExpr part, String why) {
    CelSource source = tree.getSource();
    Optional<CelSourceLocation> location =
        Optional.ofNullable(source.getPositionsMap().get(part.id()))
            .flatMap(source::getOffsetLocation);
    return at(location.orElse(CelSourceLocation.of(1, 0)), why);
  }

  /** An error of the text as a whole. */
  static LivevarsException of(String why) {
    return new LivevarsException(
        Reason.INVALID_REQUEST, "%s %s".formatted(FIELD, why), Map.of("field", FIELD));
  }

  private static LivevarsException at(CelSourceLocation location, String why) {
    return of(
        "is not valid at %d:%d: %s"
            .formatted(location.getLine(), location.getColumn() + 1, Text.shown(why, MOST_SHOWN)));
  }

  private static String reworded(String message) {
    for (Wording wording : WORDINGS) {
      Matcher matcher = wording.theirs().matcher(message);
      if (matcher.matches()) {
        return matcher.replaceFirst(wording.ours());
      }
    }
    return message;
  }

  private static Wording wording(String theirs, String ours) {
    return new Wording(Pattern.compile(theirs, Pattern.DOTALL), ours);
  }

  private record Wording(Pattern theirs, String ours) {}
}
