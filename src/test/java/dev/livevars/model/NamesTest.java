package dev.livevars.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {

  @ParameterizedTest
  @ValueSource(strings = {"temperature", "_x", "llm.model-2", "a..b", "A9_"})
  void shouldAllowDottedNames(String name) {
    assertThat(Names.requireVariable(name)).isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "a b", "größe", "9a", ".a", "-a", "a\n", "a*"})
  void shouldRefuseOtherNames(String name) {
    LivevarsException error =
        catchThrowableOfType(LivevarsException.class, () -> Names.requireVariable(name));

    assertThat(error.reason()).isEqualTo(Reason.INVALID_NAME);
    assertThat(error.message()).startsWith("variable name '" + name + "' is not allowed");
    assertThat(error.details()).containsEntry("field", "name");
  }

  @Test
  void shouldAllow255CharactersAndNotMore() {
    assertThat(Names.requireVariable("a".repeat(255))).hasSize(255);
    LivevarsException error =
        catchThrowableOfType(LivevarsException.class, () -> Names.requireVariable("a".repeat(300)));
    assertThat(error.message()).contains("… (300 characters)");
  }

  @Test
  void shouldAllowSessionsOfUpTo128Characters() {
    assertThat(Names.requireSession("9.-_" + "a".repeat(124))).hasSize(128);
    LivevarsException error =
        catchThrowableOfType(LivevarsException.class, () -> Names.requireSession("a".repeat(129)));
    assertThat(error.reason()).isEqualTo(Reason.INVALID_SESSION);
    assertThat(error.details()).containsEntry("field", "session");
  }

  @Test
  void shouldNotEchoAnUnpairedSurrogate() {
    LivevarsException error =
        catchThrowableOfType(LivevarsException.class, () -> Names.requireVariable("a\uD83D"));

    assertThat(Text.isWellFormed(error.message())).isTrue();
  }
}
