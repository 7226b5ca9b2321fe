package dev.livevars.watch;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelFunctionResolver;
import dev.cel.runtime.CelRuntime.Program;
import dev.livevars.model.Value;
import dev.livevars.model.VariableChange;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A filter expression in CEL over {@code name}, {@code old}, {@code new}, {@code version}, {@code
 * source} and {@code metadata}, such as {@code new > 0.5 && source != "bot"}. Immutable and safe
 * for any thread.
 *
 * <p>What one evaluation takes is bounded, whatever the expression and the values: there are no
 * loops and nothing that makes a value longer, patterns are compiled beforehand and match in linear
 * time, at most 10,000 elements of embeddings and tensors are read, and the characters of the
 * values times the parts of the expression are at most a million.
 */
public final class Expression {
  /** What a change is for an expression. */
  public enum Verdict {
    /** The expression is true: the change goes on. */
    PASSED,
    /** The expression is false. */
    HELD_BACK,
    /** There is no answer: a type that does not fit, a key that is missing, values too large. */
    FAILED
  }

  private final Program program;
  private final CelFunctionResolver functions;
  private final Set<String> names;
  private final long mostCharacters;

  private Expression(
      Program program, CelFunctionResolver functions, Set<String> names, long mostCharacters) {
    this.program = program;
    this.functions = functions;
    this.names = names;
    this.mostCharacters = mostCharacters;
  }

  /**
   * The expression of a text that a {@link dev.livevars.model.WatchFilter} allows. Not for an event
   * loop: it takes milliseconds, the first time of a process most of a second.
   *
   * @throws dev.livevars.model.LivevarsException INVALID_REQUEST with the detail {@code field}, and
   *     a message that has the line, the column and what is wrong there
   */
  public static Expression compile(String text) {
    CelAbstractSyntaxTree parsed = ExpressionLanguage.parse(text);
    ExpressionParts parts = ExpressionParts.of(parsed);
    CelAbstractSyntaxTree checked = ExpressionLanguage.check(parsed);
    return new Expression(
        ExpressionLanguage.program(checked),
        ExpressionFunctions.matches(parts.patterns()),
        ExpressionLanguage.names(checked),
        parts.mostCharacters());
  }

  /**
   * Says what a change is for this expression. Takes a microsecond or so, at most about a
   * millisecond.
   *
   * @param old the value to compare with; null when there was none
   */
  public Verdict test(VariableChange change, @Nullable Value old) {
    ExpressionInput input = new ExpressionInput(change, old);
    if (input.characters(names) > mostCharacters) {
      return Verdict.FAILED;
    }
    try {
      return verdict(program.eval(input, functions));
    } catch (CelEvaluationException | RuntimeException e) {
      return Verdict.FAILED;
    }
  }

  private static Verdict verdict(@Nullable Object result) {
    if (result instanceof Boolean passed) {
      return passed ? Verdict.PASSED : Verdict.HELD_BACK;
    }
    return Verdict.FAILED;
  }
}
