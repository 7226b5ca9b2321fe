package dev.livevars.model;

import static dev.livevars.model.Constraints.ofBoolean;
import static dev.livevars.model.Constraints.ofChoice;
import static dev.livevars.model.Constraints.ofEmbedding;
import static dev.livevars.model.Constraints.ofFloat;
import static dev.livevars.model.Constraints.ofInteger;
import static dev.livevars.model.Constraints.ofModule;
import static dev.livevars.model.Constraints.ofString;
import static dev.livevars.model.Constraints.ofTensor;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ValueRuleTest {
  private static final Tensor VECTOR = Tensor.ofFloats(List.of(2L), 1, 2);
  private static final Tensor MATRIX = Tensor.ofFloats(List.of(2L, 1L), 1, 2);

  static Stream<Arguments> accepted() {
    return Stream.of(
        arguments(ofFloat(), 0.5, 0.5),
        arguments(ofFloat(), 3, 3.0),
        arguments(ofFloat().min(0).max(2), 0.0, 0.0),
        arguments(ofFloat().min(0).max(2), 2, 2.0),
        arguments(ofFloat().step(0.1), 0.3, 0.3),
        arguments(ofFloat().min(0.05).step(0.1), 0.35, 0.35),
        arguments(ofFloat().step(0.1), -1e12, -1e12),
        arguments(ofFloat().min(-1.5e308).step(1e308), 1.5e308, 1.5e308),
        arguments(ofFloat().allowNonFinite(true).max(1).step(0.5), Double.NaN, Double.NaN),
        arguments(ofInteger(), 2.0, 2L),
        arguments(ofInteger(), -0x1p63, Long.MIN_VALUE),
        arguments(ofInteger().min(-3).max(9).step(4), 5, 5L),
        arguments(ofInteger().min(Long.MIN_VALUE).step(2), Long.MAX_VALUE - 1, Long.MAX_VALUE - 1),
        arguments(ofBoolean(), true, true),
        arguments(ofString().minLength(1).maxLength(1), "😀", "😀"),
        arguments(ofString().pattern("a|ab"), "ab", "ab"),
        arguments(ofChoice("small", "large"), "small", "small"),
        arguments(ofModule(), "dspy.Predict", "dspy.Predict"),
        arguments(ofModule(), "com.acme.Outer$Inner", "com.acme.Outer$Inner"),
        arguments(ofModule(), "_private.größe1", "_private.größe1"),
        arguments(ofModule().namespace("dspy"), "dspy.a.B", "dspy.a.B"),
        arguments(ofModule().namespace("dspy").choices("Predict"), "dspy.Predict", "dspy.Predict"),
        arguments(ofModule().namespace("dspy").choices("dspy.React"), "dspy.React", "dspy.React"),
        arguments(ofModule().pattern(".*Predict"), "dspy.Predict", "dspy.Predict"),
        arguments(ofEmbedding().dimensions(2), new float[] {1, 2}, new float[] {1, 2}),
        arguments(ofEmbedding().maxNorm(5), new float[] {3, 4}, new float[] {3, 4}),
        arguments(ofEmbedding(), VECTOR, new float[] {1, 2}),
        arguments(ofEmbedding(), Tensor.ofDoubles(List.of(1L), 0.5), new float[] {0.5f}),
        arguments(ofTensor().dtype(DType.FLOAT32).shape(-1, 1), MATRIX, MATRIX),
        arguments(ofTensor().shape(-1), new float[] {1, 2}, VECTOR),
        arguments(
            ofTensor().shape(new long[0]),
            Tensor.ofLongs(List.of(), 7),
            Tensor.ofLongs(List.of(), 7)));
  }

  @ParameterizedTest
  @MethodSource("accepted")
  void shouldAcceptAndCoerce(Constraints constraints, Object plain, Object coerced) {
    assertThat(ValueRule.of(constraints).accept(Value.of(plain))).isEqualTo(Value.of(coerced));
  }

  static Stream<Arguments> violating() {
    return Stream.of(
        arguments(ofFloat().max(2), 3.5, "value 3.5 violates max 2.0"),
        arguments(ofFloat().min(2), 1, "value 1.0 violates min 2.0"),
        arguments(ofFloat().step(0.1), 0.35, "value 0.35 violates step 0.1"),
        arguments(ofFloat().min(0.05).step(0.1), 0.3, "value 0.3 violates step 0.1"),
        arguments(ofFloat(), Double.NaN, "value NaN violates allow_non_finite false"),
        arguments(
            ofFloat().allowNonFinite(true).max(1),
            Double.POSITIVE_INFINITY,
            "value Infinity violates max 1.0"),
        arguments(ofInteger().min(0), -1, "value -1 violates min 0"),
        arguments(ofInteger().max(9), 10, "value 10 violates max 9"),
        arguments(ofInteger().min(1).step(2), 2, "value 2 violates step 2"),
        arguments(ofString().minLength(2), "😀", "value '😀' violates min_length 2"),
        arguments(ofString().maxLength(2), "abc", "value 'abc' violates max_length 2"),
        arguments(ofString().pattern("b"), "abc", "value 'abc' violates pattern b"),
        arguments(ofChoice("a", "b"), "A", "value 'A' violates choices [a, b]"),
        arguments(
            ofModule().namespace("dspy"), "dspyx.A", "value 'dspyx.A' violates namespace dspy"),
        arguments(ofModule().namespace("dspy"), "dspy", "value 'dspy' violates namespace dspy"),
        arguments(ofModule().choices("a.B"), "a.C", "value 'a.C' violates choices [a.B]"),
        arguments(ofModule().pattern("a.*"), "b.C", "value 'b.C' violates pattern a.*"),
        arguments(
            ofEmbedding().dimensions(3),
            new float[] {1},
            "value embedding of 1 elements violates dimensions 3"),
        arguments(
            ofEmbedding().maxNorm(4.9),
            new float[] {3, 4},
            "value embedding of 2 elements violates max_norm 4.9"),
        arguments(
            ofTensor().dtype(DType.INT64),
            VECTOR,
            "value tensor of float32 [2] violates dtype int64"),
        arguments(
            ofTensor().shape(-1, 3),
            MATRIX,
            "value tensor of float32 [2, 1] violates shape [-1, 3]"),
        arguments(
            ofTensor().shape(-1), MATRIX, "value tensor of float32 [2, 1] violates shape [-1]"));
  }

  @ParameterizedTest
  @MethodSource("violating")
  void shouldNameWhatIsViolated(Constraints constraints, Object plain, String message) {
    LivevarsException error = refusal(constraints, plain);

    assertThat(error.reason()).isEqualTo(Reason.CONSTRAINT_VIOLATED);
    assertThat(error.message()).isEqualTo(message);
    assertThat(error.details()).containsOnlyKeys("field", "constraint", "limit", "value");
  }

  static Stream<Arguments> ofAnotherType() {
    return Stream.of(
        arguments(ofFloat(), "1.0", "value '1.0' is a string, but the variable is a float"),
        arguments(ofFloat(), true, "value true is a boolean, but the variable is a float"),
        arguments(ofInteger(), true, "value true is a boolean, but the variable is an integer"),
        arguments(ofInteger(), 2.5, "value 2.5 is not whole, but the variable is an integer"),
        arguments(
            ofInteger(), Double.NaN, "value NaN is not whole, but the variable is an integer"),
        arguments(
            ofInteger(), 1e300, "value 1.0E300 is beyond 64 bits, but the variable is an integer"),
        arguments(
            ofInteger(),
            0x1p63,
            "value 9.223372036854776E18 is beyond 64 bits, but the variable is an integer"),
        arguments(ofBoolean(), 1, "value 1 is an integer, but the variable is a boolean"),
        arguments(ofString(), 1.5, "value 1.5 is a float, but the variable is a string"),
        arguments(ofString(), "a\uD800", "value 'a\uFFFD' has an unpaired surrogate"),
        arguments(ofChoice("a"), 1, "value 1 is an integer, but the variable is a choice"),
        arguments(ofModule(), "a..B", "value 'a..B' is not the dotted name of a class or module"),
        arguments(ofModule(), "1a", "value '1a' is not the dotted name of a class or module"),
        arguments(ofModule(), "a.B ", "value 'a.B ' is not the dotted name of a class or module"),
        arguments(
            ofEmbedding(),
            new float[] {0, Float.NaN},
            "value embedding of 2 elements has NaN at index 1: it must be finite"),
        arguments(
            ofEmbedding(),
            Tensor.ofDoubles(List.of(1L), 1e300),
            "value embedding of 1 elements has Infinity at index 0: it must be finite"),
        arguments(
            ofEmbedding(),
            MATRIX,
            "value tensor of float32 [2, 1] is not one-dimensional, but the variable is an embedding"),
        arguments(
            ofEmbedding(),
            Tensor.ofLongs(List.of(1L), 1),
            "value tensor of int64 [1] is not of floats, but the variable is an embedding"),
        arguments(ofTensor(), 1, "value 1 is an integer, but the variable is a tensor"));
  }

  @ParameterizedTest
  @MethodSource("ofAnotherType")
  void shouldRefuseAnotherType(Constraints constraints, Object plain, String message) {
    LivevarsException error = refusal(constraints, plain);

    assertThat(error.reason()).isEqualTo(Reason.INVALID_VALUE);
    assertThat(error.message()).isEqualTo(message);
    assertThat(error.details()).containsOnlyKeys("field", "constraint", "limit", "value");
  }

  @Test
  void shouldShortenLongValuesInErrors() {
    LivevarsException error = refusal(ofString().maxLength(3), "😀".repeat(5000));

    assertThat(error.details()).containsEntry("value", "😀".repeat(100) + "… (5000 characters)");
    assertThat(error.message()).hasSizeLessThan(300);
  }

  @Test
  void shouldNotMindReadOnly() {
    assertThat(ValueRule.of(ofBoolean().readOnly(true)).accept(Value.of(true)))
        .isEqualTo(Value.of(true));
  }

  private static LivevarsException refusal(Constraints constraints, Object plain) {
    ValueRule rule = ValueRule.of(constraints);
    return catchThrowableOfType(LivevarsException.class, () -> rule.accept(Value.of(plain)));
  }
}
