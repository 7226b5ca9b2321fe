package dev.livevars.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.livevars.model.WatchPacing;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PacerTest {
  private final ManualTimers timers = new ManualTimers();

  @Test
  void shouldWaitForTheQuiet() {
    Pacer pacer = pacer(WatchPacing.NONE.debounce(ms(10)));
    assertThat(pacer.isWaiting()).isFalse();
    pacer.came();
    assertThat(pacer.isWaiting()).isTrue();
    assertThat(pacer.left()).isEqualTo(ms(10).toNanos());
    timers.pass(ms(9));
    pacer.came();
    assertThat(pacer.left()).isEqualTo(ms(10).toNanos());
    timers.pass(ms(10));
    assertThat(pacer.left()).isZero();
    pacer.over(true);
    assertThat(pacer.isWaiting()).isFalse();
  }

  @Test
  void shouldWaitNoLongerThanItMay() {
    Pacer pacer = pacer(WatchPacing.NONE.debounce(ms(10)).maxWait(ms(25)));
    for (int i = 0; i < 3; i++) {
      pacer.came();
      timers.pass(ms(8));
    }
    pacer.came();
    assertThat(pacer.left()).isEqualTo(ms(1).toNanos());
  }

  @Test
  void shouldWaitTenTimesTheQuietUnlessToldOtherwise() {
    Pacer pacer = pacer(WatchPacing.NONE.debounce(ms(10)));
    for (int i = 0; i < 11; i++) {
      pacer.came();
      timers.pass(ms(9));
    }
    assertThat(pacer.left()).isEqualTo(ms(1).toNanos());
  }

  @Test
  void shouldKeepTheIntervalFromOneEventToTheNext() {
    Pacer pacer = pacer(WatchPacing.NONE.minInterval(ms(100)));
    pacer.came();
    assertThat(pacer.left()).isNotPositive();
    pacer.over(true);
    timers.pass(ms(30));
    pacer.came();
    assertThat(pacer.left()).isEqualTo(ms(70).toNanos());
    timers.pass(ms(200));
    assertThat(pacer.left()).isNotPositive();
  }

  @Test
  void shouldNotCountAnEventThatNobodyGot() {
    Pacer pacer = pacer(WatchPacing.NONE.minInterval(ms(100)));
    pacer.came();
    pacer.over(false);
    pacer.came();
    assertThat(pacer.left()).isNotPositive();
  }

  @Test
  void shouldWaitForTheQuietAndTheInterval() {
    Pacer pacer = pacer(WatchPacing.NONE.debounce(ms(10)).minInterval(ms(50)));
    pacer.came();
    timers.pass(ms(10));
    pacer.over(true);
    pacer.came();
    timers.pass(ms(10));
    assertThat(pacer.left()).isEqualTo(ms(40).toNanos());
    timers.pass(ms(35));
    pacer.came();
    assertThat(pacer.left()).isEqualTo(ms(10).toNanos());
  }

  private Pacer pacer(WatchPacing pacing) {
    return new Pacer(pacing, timers);
  }

  private static Duration ms(long millis) {
    return Duration.ofMillis(millis);
  }
}
