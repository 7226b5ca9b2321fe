package dev.livevars.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SelectorsTest {

  @ParameterizedTest
  @CsvSource({
    "llm.temperature, llm.temperature, true",
    "llm.temperature, llm.temperatures, false",
    "llm.*, llm.temperature, true",
    "llm.*, llm.deep.temperature, false",
    "llm.*, llm, false",
    "llm.**, llm.deep.temperature, true",
    "**.temperature, llm.deep.temperature, true",
    "*, llm, true",
    "*, llm.x, false",
    "**, llm.x, true",
    "a*c, abbc, true",
    "a*c, ab.c, false",
    "a-b.*, a-b.c, true",
    "l.*, lx, false",
    "*.*, a.b, true",
    "x*y*z, x1y2z, true"
  })
  void shouldMatchNamesAndGlobs(String selector, String name, boolean matches) {
    assertThat(Selectors.parse(List.of(selector)).matches(name)).isEqualTo(matches);
  }

  @Test
  void shouldMatchEverythingWithoutASelector() {
    assertThat(Selectors.parse(List.of()).matches("any.thing")).isTrue();
  }

  @Test
  void shouldMatchWhenOneOfSeveralDoes() {
    Selectors selectors = Selectors.parse(List.of("exact", "llm.*"));
    assertThat(selectors.matches("exact")).isTrue();
    assertThat(selectors.matches("llm.x")).isTrue();
    assertThat(selectors.matches("other")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "a[b]", "***", "a.***.b", "1name", "ä*", "*\n"})
  void shouldNameTheSelectorThatCannotBeParsed(String text) {
    LivevarsException refused =
        catchThrowableOfType(LivevarsException.class, () -> Selectors.parse(List.of("good", text)));
    assertThat(refused.reason()).isEqualTo(Reason.INVALID_SELECTOR);
    assertThat(refused.message()).contains("'" + text + "'");
  }

  @Test
  void shouldRefuseTooManyOrTooLongOnes() {
    assertThat(
            catchThrowableOfType(
                    LivevarsException.class,
                    () -> Selectors.parse(Collections.nCopies(10_000, "x")))
                .message())
        .contains("10000")
        .contains("1024");
    assertThat(
            catchThrowableOfType(
                    LivevarsException.class, () -> Selectors.parse(List.of("*".repeat(256))))
                .reason())
        .isEqualTo(Reason.INVALID_SELECTOR);
  }
}
