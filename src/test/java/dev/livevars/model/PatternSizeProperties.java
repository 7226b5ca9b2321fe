package dev.livevars.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.OptionalInt;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class PatternSizeProperties {
  /** What every program has: the groups of the whole match, match and fail. */
  private static final int FRAME = 6;

  @Provide
  Arbitrary<String> expressions() {
    return Arbitraries.of(
            "a",
            "b",
            "(",
            "(",
            ")",
            ")",
            "(?:",
            "(?i)",
            "[a",
            "[^",
            "]",
            "[:alpha:]",
            "\\]",
            "\\Q",
            "\\E",
            "\\Q)\\E",
            "\\pL",
            "\\p{Greek}",
            "{3}",
            "{7}",
            "{2,}",
            "{0,9}",
            "{",
            "}",
            "|",
            "*",
            "+",
            "?",
            "^",
            "$",
            ".",
            "\\b",
            "(a|b){4}",
            "(?:a{5}){3}",
            "(){4}",
            "-",
            "A-[",
            "\\d",
            ":")
        .list()
        .ofMaxSize(14)
        .map(parts -> String.join("", parts));
  }

  @Property(tries = 20_000)
  void shouldNeverBeLessThanTheProgram(@ForAll("expressions") String expression) {
    long bound = new PatternSize(expression).bound();

    if (bound <= 10_000) {
      assertThat(programSize(expression))
          .satisfies(size -> assertThat(size.orElse(0)).isLessThanOrEqualTo((int) bound + FRAME));
    }
  }

  @Example
  void shouldBeNearForOrdinaryPatterns() {
    assertThat(new PatternSize("[a-z]{1,63}(\\.[a-z]{1,63}){0,9}").bound()).isLessThan(10_000);
    assertThat(new PatternSize("a".repeat(1000)).bound()).isLessThan(10_000);
  }

  @Example
  void shouldReadARangeThatEndsWithABracket() {
    String expression = "[A-[:alpha:](?:a{5}){3}";
    assertThat(new PatternSize(expression).bound()).isGreaterThan(10);
    assertThat(programSize(expression).orElse(0)).isGreaterThan(10);
  }

  private static OptionalInt programSize(String expression) {
    try {
      return OptionalInt.of(Pattern.compile(expression).programSize());
    } catch (PatternSyntaxException e) {
      return OptionalInt.empty();
    }
  }
}
