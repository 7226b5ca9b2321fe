package dev.livevars.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.livevars.history.Recording.Event;
import dev.livevars.history.Story;
import dev.livevars.model.ChangeKind;
import dev.livevars.model.ChangeSet;
import dev.livevars.model.LivevarsException;
import dev.livevars.model.Overflow;
import dev.livevars.model.Reason;
import dev.livevars.model.Selectors;
import dev.livevars.model.WatchFilter;
import dev.livevars.model.WatchPacing;
import dev.livevars.model.WatchSpec;
import dev.livevars.model.WatcherInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a watcher does when it merges: because its sink is slow, or because it is paced. */
class MergingWatcherTest {
  private static final WatchSpec PLAIN = WatchSpec.of("default", Selectors.parse(List.of()));
  private static final WatchSpec DEBOUNCED =
      PLAIN.pacing(WatchPacing.NONE.debounce(Duration.ofMillis(10)));
  private static final WatchSpec FAR = PLAIN.filter(WatchFilter.NONE.minChange(10));

  private final ManualTimers timers = new ManualTimers();
  private final CollectingSink sink = new CollectingSink();

  /** 1: x=0; 2: x=1,y=1; 3: x=2; 4: y gone; 5: y=9; 6: x=12. */
  private final Story story =
      new Story()
          .set("x", 0)
          .batch(Map.of("x", 1L, "y", 1L))
          .set("x", 2)
          .delete("y")
          .set("y", 9)
          .set("x", 12);

  @Test
  void shouldMergeWhenMoreWaitThanMay() {
    Watcher watcher = live(PLAIN.overflow(new Overflow(Overflow.Policy.CONFLATE, 2)));
    sink.writable = false;
    offer(watcher, 1, 2, 3, 4, 5, 6);
    assertThat(info(watcher).conflated()).isEqualTo(5);
    assertThat(info(watcher).pending()).isEqualTo(2);
    assertThat(info(watcher).lagRevisions()).isEqualTo(6);
    watcher.beat(6);
    assertThat(sink.progress).isEmpty();
    sink.writable = true;
    watcher.drain();
    assertThat(sink.calls).containsExactly(List.of(story.merged(1, 6)));
    assertThat(info(watcher).delivered()).isEqualTo(2);
    assertThat(info(watcher).lagRevisions()).isZero();
  }

  @Test
  void shouldMergeOnlyWhatHasToBe() {
    Watcher watcher = live(PLAIN.overflow(new Overflow(Overflow.Policy.CONFLATE, 2)));
    sink.writable = false;
    offer(watcher, 1, 2, 3);
    sink.writable = true;
    watcher.drain();
    offer(watcher, 4);
    assertThat(sink.calls).containsExactly(List.of(story.merged(1, 3)), List.of(story.at(4)));
  }

  @Test
  void shouldSayWhereToResumeBeforeWhatWasMerged() {
    Watcher watcher = live(PLAIN.overflow(new Overflow(Overflow.Policy.CONFLATE, 1)));
    offer(watcher, 1);
    sink.writable = false;
    offer(watcher, 2, 3, 4);
    watcher.end(new LivevarsException(Reason.STOPPED, "stopped"), 4);
    assertThat(sink.ended().resumeRevision()).isEqualTo(2);
  }

  @Test
  void shouldEndAWatcherThatWantsNoMerging() {
    Watcher watcher = live(PLAIN.overflow(new Overflow(Overflow.Policy.FAIL, 2)));
    sink.writable = false;
    offer(watcher, 1, 2);
    assertThat(sink.ended().reason()).isEqualTo(Reason.WATCHER_OVERFLOW);
    assertThat(sink.ended().resumeRevision()).isEqualTo(1);
  }

  @Test
  void shouldEndNoWatcherForOneLargeBatch() {
    Watcher watcher = live(DEBOUNCED.overflow(new Overflow(Overflow.Policy.FAIL, 1)));
    offer(watcher, 2);
    timers.pass(Duration.ofMillis(10));
    assertThat(sink.calls).containsExactly(List.of(story.at(2)));
    offer(watcher, 3, 4);
    assertThat(sink.ended().reason()).isEqualTo(Reason.WATCHER_OVERFLOW);
    assertThat(sink.ended().resumeRevision()).isEqualTo(3);
  }

  @Test
  void shouldHandOnTogetherWhatCameBeforeTheQuiet() {
    Watcher watcher = live(DEBOUNCED);
    offer(watcher, 1, 2);
    timers.pass(Duration.ofMillis(9));
    offer(watcher, 3);
    timers.pass(Duration.ofMillis(9));
    assertThat(sink.calls).isEmpty();
    timers.pass(Duration.ofMillis(1));
    assertThat(sink.calls).containsExactly(List.of(story.merged(1, 3)));
    offer(watcher, 4);
    timers.pass(Duration.ofMillis(10));
    assertThat(sink.calls).hasSize(2);
    assertThat(timers.pending()).isZero();
  }

  @Test
  void shouldHandOnTheFirstAtOnceAndTheLastAfterTheInterval() {
    Watcher watcher = live(PLAIN.pacing(WatchPacing.NONE.minInterval(Duration.ofMillis(50))));
    offer(watcher, 1, 2, 3);
    assertThat(sink.calls).containsExactly(List.of(story.at(1)));
    timers.pass(Duration.ofMillis(50));
    assertThat(sink.calls).containsExactly(List.of(story.at(1)), List.of(story.merged(2, 3)));
  }

  @Test
  void shouldHandOnWhatWasDueWhenTheSinkIsWritableAgain() {
    Watcher watcher = live(DEBOUNCED);
    offer(watcher, 1);
    sink.writable = false;
    timers.pass(Duration.ofMillis(20));
    offer(watcher, 2);
    sink.writable = true;
    watcher.drain();
    assertThat(sink.calls).isEmpty();
    timers.pass(Duration.ofMillis(10));
    assertThat(sink.calls).containsExactly(List.of(story.merged(1, 2)));
  }

  @Test
  void shouldHandOnWhatPacingHeldBackBeforeItEnds() {
    Watcher watcher = live(DEBOUNCED);
    offer(watcher, 1, 2);
    watcher.end(new LivevarsException(Reason.DRAINING, "draining"), 2);
    assertThat(sink.calls).containsExactly(List.of(story.merged(1, 2)));
    assertThat(sink.ended().resumeRevision()).isEqualTo(3);
  }

  @Test
  void shouldHandOnWhatPacingHeldBackBeforeItsSessionEnds() {
    Watcher watcher = live(DEBOUNCED);
    offer(watcher, 1, 2);
    watcher.endForGood(new LivevarsException(Reason.SESSION_DELETED, "deleted"));
    assertThat(sink.calls).containsExactly(List.of(story.merged(1, 2)));
    assertThat(sink.ended().resumeRevision()).isZero();
  }

  @Test
  void shouldNotHandOnWhatPacingHeldBackWhenItIsCancelled() {
    Watcher watcher = live(DEBOUNCED);
    offer(watcher, 1, 2);
    watcher.end(new LivevarsException(Reason.CANCELLED, "cancelled"), 2);
    timers.pass(Duration.ofSeconds(1));
    assertThat(sink.calls).isEmpty();
    assertThat(sink.ended().resumeRevision()).isEqualTo(1);
  }

  @Test
  void shouldCompareWithWhatWasLastReceivedWhenTheSinkIsWritableAgain() {
    Watcher watcher = live(FAR);
    offer(watcher, 1);
    sink.writable = false;
    offer(watcher, 2, 3, 4, 5, 6);
    sink.writable = true;
    watcher.drain();
    assertThat(sink.revisions()).containsExactly(1L, 2L, 4L, 5L, 6L);
    assertThat(sink.calls.get(1).get(0).changes()).containsExactly(story.at(2).change("y"));
    assertThat(info(watcher).filtered()).isEqualTo(2);
  }

  @Test
  void shouldHoldBackWhatCameBackBeforeItWasDue() {
    Watcher watcher = live(FAR.pacing(DEBOUNCED.pacing()));
    Story back = new Story().set("x", 0).set("x", 20).set("x", 1);
    watcher.initial(1, ((Event.Initial) back.initial(1)).variables());
    watcher.beat(1);
    for (int revision = 2; revision <= 3; revision++) {
      watcher.offer(back.at(revision), List.of(back.at(revision)));
    }
    timers.pass(Duration.ofMillis(10));
    assertThat(sink.calls).isEmpty();
    watcher.beat(3);
    assertThat(sink.progress).containsExactly(1L, 3L);
  }

  @Test
  void shouldMergeTheWantedKindsAlone() {
    Watcher watcher = live(PLAIN.filter(WatchFilter.NONE.kinds(ChangeKind.UPDATED)));
    sink.writable = false;
    offer(watcher, 1, 2, 3, 4, 5, 6);
    assertThat(info(watcher).filtered()).isEqualTo(4);
    assertThat(info(watcher).pending()).isEqualTo(3);
    sink.writable = true;
    watcher.drain();
    assertThat(sink.revisions()).containsExactly(2L, 3L, 6L);
  }

  private Watcher live(WatchSpec spec) {
    Origin origin = new Origin("w", WatcherInfo.Kind.LOCAL, "n", "", Instant.EPOCH);
    Watcher watcher = new Watcher(origin, spec, null, sink, timers);
    watcher.startAbove(0);
    watcher.goLive();
    return watcher;
  }

  private void offer(Watcher watcher, long... revisions) {
    for (long revision : revisions) {
      ChangeSet set = story.at(revision);
      watcher.offer(set, List.of(set));
    }
  }

  private static WatcherInfo info(Watcher watcher) {
    return watcher.info(6, Instant.EPOCH);
  }
}
