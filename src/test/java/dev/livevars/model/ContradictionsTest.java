package dev.livevars.model;

import static dev.livevars.model.Constraints.ofChoice;
import static dev.livevars.model.Constraints.ofEmbedding;
import static dev.livevars.model.Constraints.ofFloat;
import static dev.livevars.model.Constraints.ofInteger;
import static dev.livevars.model.Constraints.ofModule;
import static dev.livevars.model.Constraints.ofString;
import static dev.livevars.model.Constraints.ofTensor;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class ContradictionsTest {

  static Stream<Arguments> contradictions() {
    return Stream.of(
        arguments(ofFloat().min(2).max(1), "max", "max 1.0 is less than min 2.0"),
        arguments(ofFloat().min(Double.NaN), "min", "min NaN is not finite"),
        arguments(ofFloat().max(Double.POSITIVE_INFINITY), "max", "max Infinity is not finite"),
        arguments(ofFloat().step(0), "step", "step 0.0 is not greater than 0"),
        arguments(ofFloat().step(Double.NaN), "step", "step NaN is not finite"),
        arguments(ofInteger().min(2).max(1), "max", "max 1 is less than min 2"),
        arguments(ofInteger().step(-1), "step", "step -1 is not greater than 0"),
        arguments(ofString().minLength(-1), "min_length", "min_length -1 is negative"),
        arguments(ofString().maxLength(-1), "max_length", "max_length -1 is negative"),
        arguments(
            ofString().minLength(3).maxLength(2),
            "max_length",
            "max_length 2 is less than min_length 3"),
        arguments(
            ofString().pattern("[a"),
            "pattern",
            "pattern [a cannot be parsed: error parsing regexp: missing closing ]: `[a`"),
        arguments(
            ofString().pattern("(a)\\1"),
            "pattern",
            "pattern (a)\\1 cannot be parsed: error parsing regexp: invalid escape sequence: `\\1`"),
        arguments(
            ofModule().pattern("\uDC00"), "pattern", "pattern \uFFFD has an unpaired surrogate"),
        arguments(
            ofString().pattern("((a{100}){100}){100}"),
            "pattern",
            "pattern ((a{100}){100}){100} repeats too much: write smaller counts in braces"),
        arguments(ofChoice(), "choices", "choices [] allow no value"),
        arguments(ofChoice("a", "b", "a"), "choices", "choices a is there twice"),
        arguments(ofChoice("\uD800"), "choices", "choices \uFFFD has an unpaired surrogate"),
        arguments(ofModule().choices("a", "a"), "choices", "choices a is there twice"),
        arguments(ofModule().choices("a-b"), "choices", "choices a-b is not a dotted name"),
        arguments(
            ofModule().namespace("dspy."), "namespace", "namespace dspy. is not a dotted name"),
        arguments(ofModule().namespace(""), "namespace", "namespace  is not a dotted name"),
        arguments(ofEmbedding().dimensions(0), "dimensions", "dimensions 0 is not greater than 0"),
        arguments(ofEmbedding().maxNorm(-1), "max_norm", "max_norm -1.0 is negative"),
        arguments(ofEmbedding().maxNorm(Double.NaN), "max_norm", "max_norm NaN is not finite"),
        arguments(ofTensor().shape(2, -2), "shape", "shape [2, -2] has a size less than -1"));
  }

  @ParameterizedTest
  @MethodSource("contradictions")
  void shouldRefuseContradictions(Constraints constraints, String constraint, String message) {
    LivevarsException error = refusal(constraints);

    assertThat(error.reason()).isEqualTo(Reason.INVALID_CONSTRAINTS);
    assertThat(error.message()).isEqualTo(message);
    assertThat(error.details())
        .containsEntry("field", "constraints." + constraint)
        .containsEntry("constraint", constraint)
        .containsKey("limit");
  }

  @Test
  void shouldBoundPatternsAndChoicesAndDimensions() {
    String[] choices = IntStream.range(0, 10_001).mapToObj(i -> "c" + i).toArray(String[]::new);

    assertThat(refusal(ofString().pattern("a".repeat(1001))).message())
        .endsWith("is longer than 1000 characters");
    assertThat(refusal(ofChoice(choices)).message()).isEqualTo("choices 10001 are more than 10000");
    assertThat(refusal(ofTensor().shape(new long[65])).message()).contains("too many dimensions");
    assertThatNoException().isThrownBy(() -> ValueRule.of(ofString().pattern("a".repeat(1000))));
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "CHOICE")
  void shouldAllowNoLimitsAtAll(VariableType type) {
    assertThatNoException().isThrownBy(() -> ValueRule.of(Constraints.of(type).readOnly(true)));
  }

  private static LivevarsException refusal(Constraints constraints) {
    return catchThrowableOfType(LivevarsException.class, () -> ValueRule.of(constraints));
  }
}
