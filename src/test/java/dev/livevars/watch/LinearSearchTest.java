package dev.livevars.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class LinearSearchTest {

  @Test
  void shouldFindWhatThePlainSearchFinds() {
    Random random = new Random(1);
    for (int i = 0; i < 500; i++) {
      String text = text(random, 2_000);
      String part =
          text(random, random.nextInt(3)) + text.substring(700, 700 + random.nextInt(400));
      assertThat(LinearSearch.contains(text, part)).isEqualTo(text.contains(part));
      String within = text.substring(random.nextInt(900), 1_000 + random.nextInt(1_000));
      assertThat(LinearSearch.contains(text, within)).isTrue();
    }
  }

  @Test
  void shouldFindPeriodicTexts() {
    String text = "a".repeat(100_000) + "b" + "a".repeat(100_000);
    assertThat(LinearSearch.contains(text, "a".repeat(50_000) + "b")).isTrue();
    assertThat(LinearSearch.contains(text, "a".repeat(50_000) + "bb")).isFalse();
    assertThat(LinearSearch.contains(text, "b" + "a".repeat(100_000))).isTrue();
    assertThat(LinearSearch.contains(text, "b" + "a".repeat(100_001))).isFalse();
    assertThat(LinearSearch.contains(text, text)).isTrue();
    assertThat(LinearSearch.contains(text, text + "a")).isFalse();
    assertThat(LinearSearch.contains(text, "")).isTrue();
  }

  /** A text of few letters, which repeats itself. */
  private static String text(Random random, int length) {
    StringBuilder text = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      text.append(random.nextInt(8) == 0 ? 'b' : 'a');
    }
    return text.toString();
  }
}
