package dev.livevars.watch;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.CelCall;
import dev.cel.common.ast.CelExpr.ExprKind;
import dev.cel.common.navigation.CelNavigableAst;
import dev.cel.common.navigation.CelNavigableExpr;
import dev.livevars.model.PatternSize;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The operators, names and constants that an expression is made of. Each is evaluated at most once
 * and looks at a character of the values at most once, but for a pattern, which does so once an
 * instruction of its program.
 */
final class ExpressionParts {
  /** A part may fail, and a failure takes microseconds. */
  private static final int MOST_PARTS = 250;

  /** Before a pattern is compiled: RE2/J writes counted repetitions out. */
  private static final int MOST_INSTRUCTIONS = 1_000;

  /** How many parts take as long for a character as one instruction. */
  private static final int PARTS_OF_INSTRUCTION = 8;

  /** Parts times characters: about a millisecond. */
  private static final long MOST_STEPS = 1_000_000;

  /** Names have fewer, so that an expression over names alone never fails for their length. */
  private static final long LEAST_CHARACTERS = 256;

  private final CelAbstractSyntaxTree tree;
  private final int length;
  private final List<CelExpr> parts;
  private final Map<String, Pattern> patterns = new HashMap<>();
  private long steps;

  private ExpressionParts(CelAbstractSyntaxTree tree, List<CelExpr> parts) {
    this.tree = tree;
    this.length = tree.getSource().getContent().size();
    this.parts = parts;
    this.steps = parts.size();
  }

  /** The parts of a parsed expression, its patterns compiled. Throws if they are too many. */
  static ExpressionParts of(CelAbstractSyntaxTree tree) {
    List<CelExpr> all =
        CelNavigableAst.fromAst(tree).getRoot().allNodes().map(CelNavigableExpr::expr).toList();
    if (all.size() > MOST_PARTS) {
      throw ExpressionErrors.of(
          "has %d operators, names and constants: at most %d are allowed"
              .formatted(all.size(), MOST_PARTS));
    }
    ExpressionParts parts = new ExpressionParts(tree, all);
    parts.compilePatterns();
    return parts;
  }

  /** The compiled patterns by their texts. */
  Map<String, Pattern> patterns() {
    return patterns;
  }

  /** How many characters its values may have together, beside the texts within it. */
  long mostCharacters() {
    return MOST_STEPS / steps - length;
  }

  private void compilePatterns() {
    for (CelExpr part : parts) {
      if (part.exprKind().getKind() == ExprKind.Kind.CALL && isMatches(part.call())) {
        compile(part.call().args().get(0));
      }
    }
    if (mostCharacters() < LEAST_CHARACTERS) {
      throw ExpressionErrors.of("has patterns that are too large together");
    }
  }

  private static boolean isMatches(CelCall call) {
    return call.function().equals(ExpressionFunctions.MATCHES)
        && call.target().isPresent()
        && call.args().size() == 1;
  }

  private void compile(CelExpr argument) {
    CelConstant constant = argument.constantOrDefault();
    if (constant.getKind() != CelConstant.Kind.STRING_VALUE) {
      throw ExpressionErrors.at(tree, argument, "the pattern of matches must be a text in quotes");
    }
    String text = constant.stringValue();
    Pattern pattern = patterns.computeIfAbsent(text, absent -> compile(argument, absent));
    steps += (long) pattern.programSize() * PARTS_OF_INSTRUCTION;
  }

  private Pattern compile(CelExpr argument, String text) {
    if (new PatternSize(text).bound() > MOST_INSTRUCTIONS) {
      throw ExpressionErrors.at(
          tree,
          argument,
          "the pattern is too large: repeat less, or write smaller counts in braces");
    }
    try {
      return Pattern.compile(text);
    } catch (PatternSyntaxException e) {
      throw ExpressionErrors.at(tree, argument, "the pattern cannot be parsed: " + e.getMessage());
    }
  }
}
