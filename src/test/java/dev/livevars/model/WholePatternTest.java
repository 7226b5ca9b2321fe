package dev.livevars.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.livevars.model.Value.StringValue;
import org.junit.jupiter.api.Test;

class WholePatternTest {

  @Test
  void shouldTakeLongTextsOfSimplePatterns() {
    StringValue text = new StringValue("ab".repeat(50_000));
    assertThat(rule("[ab]*").accept(text)).isEqualTo(text);
  }

  @Test
  void shouldRefuseTextsThatAPatternWouldTakeTooLongFor() {
    StringValue text = new StringValue("y".repeat(100_000));
    LivevarsException refused =
        catchThrowableOfType(LivevarsException.class, () -> rule("([a-y]*){200}z").accept(text));
    assertThat(refused.reason()).isEqualTo(Reason.INVALID_VALUE);
    assertThat(refused.message()).contains("100000 characters").contains("([a-y]*){200}z");
  }

  private static ValueRule rule(String pattern) {
    return ValueRule.of(Constraints.ofString().pattern(pattern));
  }
}
