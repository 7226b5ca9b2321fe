package dev.livevars.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.livevars.Changes;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class WeightTest {
  private static final long LARGE = 1 << 20;
  private static final long SMALL = 1_000;

  static Stream<Value> large() {
    return Stream.of(
        Value.of("x".repeat(1 << 18)),
        Value.of(new float[1 << 17]),
        Value.of(Tensor.ofDoubles(List.of(256L, 256L), new double[1 << 16])));
  }

  @ParameterizedTest
  @MethodSource("large")
  void shouldCountTheValuesBeforeAndAfter(Value value) {
    assertThat(Changes.set(1, value).bytes()).isBetween(LARGE, LARGE + SMALL);
  }

  @Test
  void shouldCountEachChange() {
    assertThat(Changes.set(1, "a").bytes()).isBetween(100L, SMALL);
    assertThat(Changes.set(1, "a", "b").bytes()).isBetween(200L, 2 * SMALL);
  }

  @Test
  void shouldCountTextsBesideTheValue() {
    String text = "x".repeat(1 << 18);
    Variable variable =
        new Variable(
            "a",
            Value.of("c"),
            Constraints.ofChoice("c", text),
            text,
            Map.of("key", text),
            1,
            1,
            Instant.EPOCH,
            Instant.EPOCH,
            "");
    VariableChange change =
        VariableChange.single(
            ChangeKind.REGISTERED,
            "default",
            "a",
            1,
            variable,
            null,
            1,
            "",
            Map.of("why", text),
            Instant.EPOCH,
            0);
    assertThat(new ChangeSet("default", 1, List.of(change)).bytes())
        .isBetween(2 * LARGE, 2 * LARGE + SMALL);
  }
}
