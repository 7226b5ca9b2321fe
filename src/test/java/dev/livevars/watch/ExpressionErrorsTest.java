package dev.livevars.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.livevars.model.LivevarsException;
import dev.livevars.model.Reason;
import dev.livevars.model.WatchFilter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpressionErrorsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "new >                    | 1:6: it ends too early",
        "(new                     | 1:5: missing ')' at the end",
        "new > > 1                | 1:7: unexpected '>'",
        "new = 1                  | 1:5: unexpected =",
        "new..a                   | 1:5: unexpected '..'",
        "new == 'abc              | 1:8: a text in quotes does not end",
        "if                       | 1:1: reserved identifier: if",
        "name + 1                 | 1:6: no matching overload for '+' with (string, int)",
        "version > \"a\"          | 1:9: no matching overload for '>' with (int, string)",
        "metadata.run > 1         | 1:14: no matching overload for '>' with (string, int)",
        "name in 'abc'            | 1:6: no matching overload for 'in' with (string, string)",
        "new ? 1 : 'a'            | 1:5: no matching overload for '?:' with (dyn, int, string)",
        "name.startsWith(1)       | 1:16: no matching overload for 'startsWith' with string.(int)",
        "name.first               | 1:5: type 'string' does not support field selection",
        "new > 9223372036854775808 | 1:7: the number is too large",
        "new > 99999999999999999999999u | 1:7: the number is too large",
        "has(new)                 | 1:4: has() takes a key, such as metadata.key",
        "version                  | 1:1: it gives int, but must give bool",
        "['a']                    | 1:1: it gives list, but must give bool",
        "source.matches(name)     | 1:16: the pattern of matches must be a text in quotes",
        "source.matches('(')      | 1:16: the pattern cannot be parsed: error parsing regexp",
      })
  void shouldSayWhereAndWhyAnExpressionIsWrong(String expression, String message) {
    assertThat(refusal(expression).message())
        .startsWith("filter.expression is not valid at " + message);
  }

  @Test
  void shouldCountLinesAndCharactersBeyondTheBasicPlane() {
    assertThat(refusal("new > 1 &&\n  '\uD83D\uDE00' == foo").message()).contains(" at 2:10: ");
  }

  @ParameterizedTest
  @CsvSource({"value > 1, value", "lower(name) == 'a', lower", "timestamp(name) > new, timestamp"})
  void shouldSayWhatThereIsForWhatThereIsNot(String expression, String unknown) {
    assertThat(refusal(expression).message())
        .contains("there is no '%s': there are name, old, new, version, ".formatted(unknown))
        .contains("source, metadata and the functions size, contains, ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "new.all(x, x > 1)",
        "new.exists(x, x > 1)",
        "new.exists_one(x, x > 1)",
        "new.filter(x, x > 1) == old",
        "new.map(x, x * 2) == old",
      })
  void shouldSayThatThereAreNoLoops(String expression) {
    assertThat(refusal(expression).message()).endsWith(": expressions have no loops");
  }

  @Test
  void shouldRefuseWhatTheParserStumblesOver() {
    assertThat(refusal("math.greatest([?").message())
        .isEqualTo("filter.expression cannot be parsed");
  }

  @Test
  void shouldKeepMessagesShort() {
    assertThat(refusal("a.".repeat(1_000) + "b").message()).hasSizeLessThan(400);
  }

  /** What a filter, or else compiling, refuses with; each refusal names the field. */
  static LivevarsException refusal(String expression) {
    LivevarsException refusal =
        catchThrowableOfType(
            LivevarsException.class,
            () -> Expression.compile(WatchFilter.NONE.expression(expression).expression()));
    assertThat(refusal).as(expression).isNotNull();
    assertThat(refusal.reason()).isEqualTo(Reason.INVALID_REQUEST);
    assertThat(refusal.details()).containsEntry("field", "filter.expression");
    return refusal;
  }
}
