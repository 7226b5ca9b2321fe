package dev.livevars.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class LinearizabilityTest {
  @Test
  void shouldTakeWhatMayHaveHappened() {
    assertThat(
            Linearizability.violations(
                List.of(
                    read(0, 10, 1), write(0, 5, 1), read(2, 3, 2), write(6, 9, 2), read(7, 8, 2))))
        .isEmpty();
  }

  @Test
  void shouldFindAStaleRead() {
    assertThat(Linearizability.violations(List.of(write(0, 5, 1), read(6, 7, 1))))
        .singleElement()
        .asString()
        .startsWith("stale");
    assertThat(Linearizability.violations(List.of(read(0, 5, 2), read(6, 7, 1)))).hasSize(1);
  }

  @Test
  void shouldFindAVersionThatWasMadeTwice() {
    assertThat(Linearizability.violations(List.of(write(0, 5, 1), write(1, 6, 1))))
        .singleElement()
        .asString()
        .contains("twice");
  }

  @Test
  void shouldFindAWriteThatDidNotBuildOnWhatItExpected() {
    assertThat(Linearizability.violations(List.of(new Operation("x", 0, 1, 1L, 3, 3))))
        .singleElement()
        .asString()
        .contains("next");
  }

  private static Operation read(long start, long end, long version) {
    return new Operation("x", start, end, null, version, version);
  }

  private static Operation write(long start, long end, long expected) {
    return new Operation("x", start, end, expected, expected + 1, expected + 1);
  }
}
