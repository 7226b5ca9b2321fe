package dev.livevars.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class LivevarsExceptionTest {

  @Test
  void shouldSayOnceWhichVariableItIsAbout() {
    LivevarsException error = new LivevarsException(Reason.INVALID_VALUE, "value 1 is odd");
    LivevarsException about = error.with("value", "1").about("x").about("y");

    assertThat(about.message()).isEqualTo("variable 'x': value 1 is odd");
    assertThat(about.details()).containsEntry("variable", "x").containsEntry("value", "1");
    assertThat(about.reason()).isEqualTo(Reason.INVALID_VALUE);
  }

  @Test
  void shouldRefuseTextThatCannotTravel() {
    assertThat(Text.requireWellFormed("source", "me 😀")).isEqualTo("me 😀");
    assertThatThrownBy(() -> Text.requireWellFormed("source", "\uDE00\uD83D!"))
        .hasMessage("source '\uFFFD\uFFFD!' has an unpaired surrogate");
  }
}
