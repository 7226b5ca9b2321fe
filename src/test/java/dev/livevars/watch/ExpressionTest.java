package dev.livevars.watch;

import static dev.livevars.watch.ExpressionChanges.verdict;
import static org.assertj.core.api.Assertions.assertThat;

import dev.livevars.model.DType;
import dev.livevars.model.Tensor;
import dev.livevars.model.Value;
import dev.livevars.watch.Expression.Verdict;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExpressionTest {
  private static final float[] VECTOR = {0.5f, 2};

  @ParameterizedTest
  @ValueSource(
      strings = {
        "name == 'llm.rate'",
        "name.startsWith('llm.') && name.endsWith('.rate') && name.size() == 8",
        "version == 7",
        "source != 'bot' && source in ['tuner', 'person']",
        "metadata.run == '12' && metadata['run'].contains('2') && size(metadata) == 2",
        "int(metadata.run) > 11 && double(metadata.loss) < 0.5",
        "has(metadata.run) && !has(metadata.tag) && !('tag' in metadata)",
        "source.matches('^t[a-z]+r$') && source.matches('n') && !name.matches('^rate')",
        "old == null ? new > 1 : math.abs(new - old) > 0.5",
      })
  void shouldKnowTheNamesOfAChange(String expression) {
    assertThat(verdict(expression, 1.5, 2.5)).isEqualTo(Verdict.PASSED);
    assertThat(verdict("!(" + expression + ")", 1.5, 2.5)).isEqualTo(Verdict.HELD_BACK);
  }

  static Stream<Arguments> values() {
    return Stream.of(
        Arguments.of(2.5, "new > 0.5 && new > 1 && new != 2 && type(new) == double"),
        Arguments.of(2.0, "new == 2 && new in [1, 2] && 2 <= new && new * 2 - 1 == 3"),
        Arguments.of(3, "new > 0.5 && new == 3.0 && new * 0.5 == 1.5 && 1.5 + new == 4.5"),
        Arguments.of(3, "new % 2 == 1 && new / 2 == 1 && type(new) == int && -new < 0"),
        Arguments.of("gpt", "new == 'gpt' && new < 'h' && new.contains('p') && size(new) == 3"),
        Arguments.of(true, "new"),
        Arguments.of(false, "!new && new != true"),
        Arguments.of(VECTOR, "new == [0.5, 2.0] && new[1] == 2 && 0.5 in new && !(3 in new)"),
        Arguments.of(VECTOR, "size(new) == 2 && math.greatest(new) > 1 && type(new) == list"),
        Arguments.of(tensor(DType.FLOAT32, 4, b -> b.putFloat(1.5f)), "new == [1.5]"),
        Arguments.of(tensor(DType.FLOAT64, 8, b -> b.putDouble(1.5)), "new == [1.5]"),
        Arguments.of(tensor(DType.INT32, 4, b -> b.putInt(-3)), "new == [-3]"),
        Arguments.of(tensor(DType.INT64, 8, b -> b.putLong(-3)), "new == [-3]"),
        Arguments.of(tensor(DType.UINT8, 1, b -> b.put((byte) 200)), "new == [200]"),
        Arguments.of(tensor(DType.BOOL, 1, b -> b.put((byte) 1)), "new == [true] && new[0]"),
        Arguments.of(Tensor.ofLongs(List.of(2L, 2L), 1, 2, 3, 4), "new == [1, 2, 3, 4]"));
  }

  @ParameterizedTest
  @MethodSource("values")
  void shouldCompareValuesOfEachType(Object value, String expression) {
    assertThat(verdict(expression, null, value)).isEqualTo(Verdict.PASSED);
    assertThat(verdict(expression.replace("new", "old"), value, 0)).isEqualTo(Verdict.PASSED);
  }

  @Test
  void shouldTakeNullForWhatIsNotThere() {
    assertThat(verdict("old == null && new != null", null, 1)).isEqualTo(Verdict.PASSED);
    assertThat(verdict("new == null", 1, null)).isEqualTo(Verdict.PASSED);
    assertThat(verdict("old != null && new > old", null, 1)).isEqualTo(Verdict.HELD_BACK);
  }

  @Test
  void shouldCompareWithTheOldValueThatItIsGiven() {
    assertThat(verdict("new != old", VECTOR, new float[] {0.5f, 3})).isEqualTo(Verdict.PASSED);
    assertThat(verdict("new != old", VECTOR, VECTOR.clone())).isEqualTo(Verdict.HELD_BACK);
    assertThat(verdict("math.abs(new - old) > 0.1", 0.7, 0.75)).isEqualTo(Verdict.HELD_BACK);
    assertThat(verdict("math.abs(new - old) >= 2", 7, 5)).isEqualTo(Verdict.PASSED);
    assertThat(verdict("new > old * 2", 0.2, 0.5)).isEqualTo(Verdict.PASSED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "new", // no bool
        "new ? true : false",
        "new > old", // no number
        "new > 'a'",
        "new.contains('a')",
        "new.rate > 1",
        "new[0] > 1",
        "new / 0 > 1",
        "9223372036854775807 + new > 0",
        "[1, 2][new] > 0", // out of range
        "metadata.tag == 'x'", // missing
        "metadata['%q%s'] == 'x'",
        "int(source) > 1",
        "double(name) > 1.0",
      })
  void shouldFailWhereThereIsNoAnswer(String expression) {
    assertThat(verdict(expression, null, 5)).isEqualTo(Verdict.FAILED);
    assertThat(verdict("true || " + expression, null, 5)).isEqualTo(Verdict.PASSED);
  }

  @Test
  void shouldServeAnyThread() {
    Expression expression = Expression.compile("new > 0.5 && source.matches('^t')");
    List<CompletableFuture<Verdict>> verdicts =
        Stream.generate(() -> ExpressionChanges.to(0.7))
            .limit(1_000)
            .map(change -> CompletableFuture.supplyAsync(() -> expression.test(change, null)))
            .toList();
    assertThat(verdicts).allMatch(verdict -> verdict.join() == Verdict.PASSED);
  }

  private static Value tensor(DType dtype, int bytes, Consumer<ByteBuffer> element) {
    ByteBuffer data = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    element.accept(data);
    return Value.of(Tensor.of(dtype, List.of(1L), data.array()));
  }
}
