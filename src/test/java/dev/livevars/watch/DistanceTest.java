package dev.livevars.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.livevars.model.Tensor;
import dev.livevars.model.Value;
import java.util.List;
import org.junit.jupiter.api.Test;

class DistanceTest {

  @Test
  void shouldTellHowFarNumbersAreApart() {
    assertThat(numbers(1.5, -1)).isNaN();
    assertThat(numbers(1.5, -1.0)).isEqualTo(2.5);
    assertThat(numbers(3, 5)).isEqualTo(2);
    assertThat(numbers(Long.MIN_VALUE, Long.MAX_VALUE)).isEqualTo(0x1p64);
    assertThat(numbers(Long.MAX_VALUE - 1, Long.MAX_VALUE)).isEqualTo(1);
    assertThat(numbers("a", "b")).isNaN();
  }

  @Test
  void shouldTakeEqualOnesForZeroApartWhateverTheyAre() {
    for (double value : new double[] {Double.NaN, Double.POSITIVE_INFINITY, 0}) {
      assertThat(numbers(value, value)).isZero();
      assertThat(Distance.ratio(Value.of(value), Value.of(value))).isZero();
    }
    assertThat(numbers(Double.NaN, 1.0)).isNaN();
    assertThat(numbers(1.0, Double.NEGATIVE_INFINITY)).isInfinite();
  }

  @Test
  void shouldTellTheRatioToTheFirst() {
    assertThat(Distance.ratio(Value.of(-4), Value.of(-5))).isEqualTo(0.25);
    assertThat(Distance.ratio(Value.of(2.0), Value.of(3.0))).isEqualTo(0.5);
    assertThat(Distance.ratio(Value.of(0), Value.of(1))).isInfinite();
    assertThat(Distance.ratio(Value.of("a"), Value.of("b"))).isNaN();
  }

  @Test
  void shouldTellTheEuclideanDistanceOfEmbeddings() {
    assertThat(arrays(new float[] {1, 2}, new float[] {4, 6})).isEqualTo(5);
    assertThat(arrays(new float[] {1}, new float[] {1, 2})).isNaN();
    assertThat(arrays(new float[] {1}, 1.0)).isNaN();
  }

  @Test
  void shouldTellTheGreatestDifferenceOfTensors() {
    List<Long> shape = List.of(2L, 1L);
    assertThat(arrays(Tensor.ofFloats(shape, 1, 2), Tensor.ofFloats(shape, -1, 2.5f))).isEqualTo(2);
    assertThat(arrays(Tensor.ofDoubles(shape, 1, 2), Tensor.ofDoubles(shape, 1, 5))).isEqualTo(3);
    assertThat(arrays(Tensor.ofLongs(shape, 9, 1), Tensor.ofLongs(shape, 1, 2))).isEqualTo(8);
    assertThat(arrays(Tensor.ofLongs(shape, 1, 2), Tensor.ofDoubles(shape, 1, 2))).isNaN();
    assertThat(arrays(Tensor.ofLongs(shape, 1, 2), Tensor.ofLongs(List.of(2L), 1, 2))).isNaN();
    assertThat(arrays(Tensor.ofDoubles(shape, 1, 9), Tensor.ofDoubles(shape, Double.NaN, 1)))
        .isNaN();
  }

  private static double numbers(Object from, Object to) {
    return Distance.ofNumbers(Value.of(from), Value.of(to));
  }

  private static double arrays(Object from, Object to) {
    return Distance.ofArrays(Value.of(from), Value.of(to));
  }
}
