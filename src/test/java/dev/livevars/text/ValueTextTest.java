package dev.livevars.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.livevars.model.Constraints;
import dev.livevars.model.DType;
import dev.livevars.model.LivevarsException;
import dev.livevars.model.Tensor;
import dev.livevars.model.Value;
import dev.livevars.model.VariableType;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ValueTextTest {
  @ParameterizedTest
  @CsvSource({
    "0.7, FLOAT",
    "-1e3, FLOAT",
    "42, INTEGER",
    "-7, INTEGER",
    "true, BOOLEAN",
    "false, BOOLEAN",
    "text, STRING",
    "'', STRING",
    "True, STRING",
    "1d, STRING",
    "0x10, STRING",
    "NaN, STRING",
    "'[1, 2]', EMBEDDING",
    "'[[1, 2]]', TENSOR",
    "'[true]', TENSOR",
    "'[1, [2]]', STRING",
    "[not an array, STRING"
  })
  void shouldInferTheTypeOfAText(String text, VariableType type) {
    assertThat(VariableType.of(ValueText.infer(text))).isEqualTo(type);
  }

  @Test
  void shouldFollowTheTypeOfTheVariable() {
    assertThat(ValueText.parse("42", Constraints.ofFloat())).isEqualTo(Value.of(42.0));
    assertThat(ValueText.parse("-inf", Constraints.ofFloat()))
        .isEqualTo(Value.of(Double.NEGATIVE_INFINITY));
    assertThat(ValueText.parse("42", Constraints.ofString())).isEqualTo(Value.of("42"));
    assertThat(ValueText.parse("true", Constraints.ofChoice("true"))).isEqualTo(Value.of("true"));
    assertThat(ValueText.parse("9223372036854775807", Constraints.ofInteger()))
        .isEqualTo(Value.of(Long.MAX_VALUE));
    assertThat(ValueText.parse("2.0", Constraints.ofInteger())).isEqualTo(Value.of(2.0));
    assertThat(ValueText.parse("[0.5, 1]", Constraints.ofEmbedding()))
        .isEqualTo(Value.of(new float[] {0.5f, 1}));
  }

  @Test
  void shouldMakeTensorsOfTheWantedDtype() {
    assertThat(ValueText.parse("[[1, 2], [3, 4]]", Constraints.ofTensor()))
        .isEqualTo(Value.of(Tensor.ofLongs(List.of(2L, 2L), 1, 2, 3, 4)));
    assertThat(ValueText.parse("[[1], [2]]", Constraints.ofTensor().dtype(DType.FLOAT32)))
        .isEqualTo(Value.of(Tensor.ofFloats(List.of(2L, 1L), 1, 2)));
    assertThat(ValueText.parse("[1, 2.5]", Constraints.ofTensor()))
        .isEqualTo(Value.of(Tensor.ofDoubles(List.of(2L), 1, 2.5)));
    assertThat(ValueText.parse("3", Constraints.ofTensor()))
        .isEqualTo(Value.of(Tensor.ofLongs(List.of(), 3)));
    assertThat(ValueText.parse("[0, 255]", Constraints.ofTensor().dtype(DType.UINT8)))
        .isEqualTo(Value.of(Tensor.of(DType.UINT8, List.of(2L), new byte[] {0, -1})));
    assertThat(ValueText.parse("[[], []]", Constraints.ofTensor()))
        .isEqualTo(Value.of(Tensor.ofDoubles(List.of(2L, 0L))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[[1, 2], [3]]",
        "[1, [2]]",
        "[[1], 2]",
        "[[], 1]",
        "[1",
        "[1] 2",
        "[\"a\"]",
        "{}",
        ""
      })
  void shouldRefuseWhatIsNoEvenArray(String text) {
    assertThatThrownBy(() -> ValueText.parse(text, Constraints.ofTensor()))
        .isInstanceOf(LivevarsException.class)
        .hasMessageContaining("not an array such as");
  }

  @Test
  void shouldRefuseWhatIsNotOfTheType() {
    refused("warm", Constraints.ofFloat(), "'warm' is not a number");
    refused("0x1p3", Constraints.ofFloat(), "is not a number");
    refused("9223372036854775808", Constraints.ofInteger(), "whole number of 64 bits");
    refused("yes", Constraints.ofBoolean(), "true or false");
    refused("[[1]]", Constraints.ofEmbedding(), "flat array");
    refused("[256]", Constraints.ofTensor().dtype(DType.UINT8), "from 0 to 255");
  }

  private static void refused(String text, Constraints constraints, String message) {
    assertThatThrownBy(() -> ValueText.parse(text, constraints))
        .isInstanceOf(LivevarsException.class)
        .hasMessageContaining(message);
  }
}
