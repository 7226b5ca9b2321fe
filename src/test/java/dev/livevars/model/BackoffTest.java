package dev.livevars.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class BackoffTest {

  @Test
  void shouldDoubleItsBoundUpToItsCap() {
    Backoff longest = new Backoff(5_000, () -> 1);
    assertThat(LongStream.generate(longest::nextMillis).limit(9))
        .containsExactly(50L, 100L, 200L, 400L, 800L, 1_600L, 3_200L, 5_000L, 5_000L);
    assertThat(LongStream.generate(longest::nextMillis).limit(100)).containsOnly(5_000L);
  }

  @Test
  void shouldDrawFromNothingToTheBound() {
    Backoff shortest = new Backoff(5_000, () -> 0);
    assertThat(LongStream.generate(shortest::nextMillis).limit(9)).containsOnly(1L);
    Backoff random = new Backoff(5_000);
    assertThat(LongStream.generate(random::nextMillis).limit(9)).allMatch(wait -> wait <= 5_000);
  }

  @Test
  void shouldStartAgainFromTheBase() {
    Backoff longest = new Backoff(5_000, () -> 1);
    longest.nextMillis();
    longest.nextMillis();
    longest.reset();
    assertThat(longest.nextMillis()).isEqualTo(50);
  }
}
