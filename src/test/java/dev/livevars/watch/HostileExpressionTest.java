package dev.livevars.watch;

import static dev.livevars.watch.ExpressionChanges.verdict;
import static dev.livevars.watch.ExpressionErrorsTest.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.livevars.model.Tensor;
import dev.livevars.watch.Expression.Verdict;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Expressions and values that would take long, or all memory, or all of the stack. */
class HostileExpressionTest {
  private static final String LONG = "a".repeat(2_000_000);
  private static final Tensor LARGE = Tensor.ofDoubles(List.of(1_000_000L), new double[1_000_000]);

  @ParameterizedTest
  @CsvSource({
    "(, new, )", "[, new, ]", "new[, 0, ]", "'', new, [0]", "'', new, .a", "!(, new, )",
    "size(, new, )", "'', 1, -1", "'', 1, <1", "new?1:, 1, ''", "(new?, 1, :1)", "(, '', ''",
    "[, '', ''", "{, '', ''", "'', '', )", "{1:, new, }", "a{b:, 1, }", "([, new, ])",
  })
  void shouldRefuseDeepNesting(String open, String middle, String close) {
    for (int depth = 51; open.length() * depth + close.length() * depth < 2_040; depth *= 2) {
      assertThat(refusal(open.repeat(depth) + middle + close.repeat(depth)).message())
          .containsAnyOf("nested deeper than 50", "unexpected");
    }
  }

  @Test
  void shouldRefuseWhatIsTooLong() {
    assertThat(refusal("new == '" + "a".repeat(2_041) + "'").message())
        .isEqualTo("filter.expression is 2050 characters, but must be at most 2048 characters");
    assertThat(refusal(joined(" && ", "new", 200)).message())
        .isEqualTo(
            "filter.expression has 399 operators, names and constants: at most 250 are allowed");
    assertThat(refusal("new == '\uD83D'").message()).contains("unpaired surrogate");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"new + 'a' == old", "[1] + [2] == new", "new + [1] == old", "b'a' + b'b' == new"})
  void shouldHaveNothingThatMakesAValueLonger(String expression) {
    assertThat(refusal(expression).message()).contains("no matching overload for '+'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"((a{1000}){1000}){1000}", "(a{50}){50}", "(a?){600}a{600}"})
  void shouldRefusePatternsThatAreWrittenOutLarge(String pattern) {
    assertThat(refusal("new.matches('%s')".formatted(pattern)).message())
        .contains("the pattern is too large");
    assertThat(refusal(joined(" || ", "new.matches('a{20}')", 60)).message())
        .isEqualTo("filter.expression has patterns that are too large together");
  }

  @Test
  void shouldRefuseLongTextsOfItsOwnForSlowPatterns() {
    assertThat(refusal("'%s'.matches('(a?){50}b')".formatted("a".repeat(1_500))).message())
        .contains("too large together");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "new.matches('(a*)*b')",
        "new.matches('(.*)(.*)(.*)(.*)b')",
        "new.contains(old)",
        "new == old",
        ".new < old",
        "int(new) > 1",
        "double(new) > 1.0",
        "size([new, new]) == 2 && new in [old]",
      })
  void shouldFailForLongTexts(String expression) {
    assertThat(verdict(expression, LONG, LONG)).isEqualTo(Verdict.FAILED);
    assertThat(verdict(expression, "x", "1")).isNotEqualTo(Verdict.FAILED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "new == old",
        "1.5 in new",
        "new in [old]",
        "[new, new] == [old, old]",
        "math.greatest(new) > 1",
        "{new: 1} == {old: 1}",
      })
  void shouldFailForManyElements(String expression) {
    Tensor equal = Tensor.ofDoubles(List.of(1_000_000L), new double[1_000_000]);
    assertThat(verdict(expression, equal, LARGE)).isEqualTo(Verdict.FAILED);
    assertThat(verdict(joined(" || ", "(" + expression + ")", 20), equal, LARGE))
        .isEqualTo(Verdict.FAILED);
  }

  @Test
  void shouldJudgeLargeValuesByWhatIsQuick() {
    String quick = "new != null && size(new) > 5 && new[999999] == 0 && name != 'b'";
    assertThat(verdict(quick, null, LARGE)).isEqualTo(Verdict.PASSED);
    assertThat(verdict("version == 7 && source == 'tuner'", LONG, LONG)).isEqualTo(Verdict.PASSED);
    assertThat(verdict("new == old", new float[4_096], new float[4_096])).isEqualTo(Verdict.PASSED);
    assertThat(verdict("new.contains('b')", null, LONG.substring(0, 300_000)))
        .isEqualTo(Verdict.HELD_BACK);
    assertThat(verdict("new.matches('^a+$')", null, LONG.substring(0, 10_000)))
        .isEqualTo(Verdict.PASSED);
  }

  @Test
  void shouldFailWhenEveryPartFails() {
    assertThat(verdict(joined(" || ", "old > 1", 60), null, 1)).isEqualTo(Verdict.FAILED);
    assertThat(verdict("!(".repeat(40) + "old" + ")".repeat(40), null, 1))
        .isEqualTo(Verdict.FAILED);
  }

  private static String joined(String operator, String part, int times) {
    return String.join(operator, Collections.nCopies(times, part));
  }
}
