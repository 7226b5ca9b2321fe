package dev.livevars.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.Map;
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
  void shouldNameEachBadUpdateOfABatch() {
    Map<String, LivevarsException> errors = new LinkedHashMap<>();
    errors.put("x", new LivevarsException(Reason.VARIABLE_NOT_FOUND, "no x"));
    errors.put("a", new LivevarsException(Reason.INVALID_VALUE, "a is odd"));
    LivevarsException all = LivevarsException.ofBatch(errors, 0);

    assertThat(all.reason()).isEqualTo(Reason.VARIABLE_NOT_FOUND);
    assertThat(all.message()).isEqualTo("the batch was not applied: no x; a is odd");
    assertThat(all.details())
        .isEqualTo(Map.of("field", "updates", "error.x", "no x", "error.a", "a is odd"));
    assertThat(LivevarsException.ofBatch(errors, 2).message())
        .startsWith("the batch was not applied (2 more not checked): no x");
  }

  @Test
  void shouldRefuseTextThatCannotTravel() {
    assertThat(Text.requireWellFormed("source", "me 😀")).isEqualTo("me 😀");
    assertThatThrownBy(() -> Text.requireWellFormed("source", "\uDE00\uD83D!"))
        .hasMessage("source '\uFFFD\uFFFD!' has an unpaired surrogate");
  }
}
