package dev.livevars.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.livevars.Changes;
import dev.livevars.model.ChangeSet;
import dev.livevars.model.LivevarsException;
import dev.livevars.model.Overflow;
import dev.livevars.model.Reason;
import dev.livevars.model.Selectors;
import dev.livevars.model.WatchSpec;
import dev.livevars.model.WatcherInfo;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class WatcherTest {
  private final CollectingSink sink = new CollectingSink();
  private final Watcher watcher = watcher(3);

  @Test
  void shouldHandOnNothingAtOrBelowTheCut() {
    joinAt(5);
    offer(5);
    offer(6);
    assertThat(sink.revisions()).containsExactly(6L);
  }

  @Test
  void shouldHandOnNothingBeforeItIsLive() {
    watcher.startAbove(5);
    offer(6);
    assertThat(sink.calls).isEmpty();
  }

  @Test
  void shouldHandOnAtOnceWithoutACopy() {
    joinAt(0);
    List<ChangeSet> alone = List.of(Changes.set(1, "x"));
    watcher.offer(alone.get(0), alone);
    assertThat(sink.calls.get(0)).isSameAs(alone);
  }

  @Test
  void shouldLetChangesWaitWhileTheSinkIsNotWritable() {
    sink.batching = true;
    joinAt(0);
    sink.writable = false;
    offer(1);
    offer(2);
    assertThat(sink.calls).isEmpty();
    sink.writable = true;
    watcher.drain();
    assertThat(sink.calls).hasSize(1);
    assertThat(sink.revisions()).containsExactly(1L, 2L);
  }

  @Test
  void shouldKeepTheOrderWhenNewChangesMeetWaitingOnes() {
    joinAt(0);
    sink.writable = false;
    offer(1);
    sink.writable = true;
    offer(2);
    watcher.drain();
    assertThat(sink.revisions()).containsExactly(1L, 2L);
  }

  @Test
  void shouldEndWhenMoreWaitThanTheBufferHolds() {
    joinAt(0);
    offer(1);
    sink.writable = false;
    offer(2);
    offer(3);
    offer(4);
    assertThat(sink.end).isNull();
    offer(5);
    assertThat(sink.ended().reason()).isEqualTo(Reason.WATCHER_OVERFLOW);
    assertThat(sink.ended().resumeRevision()).isEqualTo(2);
    sink.writable = true;
    offer(6);
    watcher.drain();
    assertThat(sink.revisions()).containsExactly(1L);
  }

  @Test
  void shouldNotEndABatchingSinkThatIsWritable() {
    sink.batching = true;
    joinAt(0);
    for (int revision = 1; revision <= 10; revision++) {
      offer(revision);
    }
    watcher.drain();
    assertThat(sink.end).isNull();
    assertThat(sink.revisions()).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L);
  }

  @Test
  void shouldReplayMoreThanTheBufferHolds() {
    watcher.startAbove(0);
    sink.writable = false;
    watcher.replay(
        List.of(
            Changes.set(1, "x"),
            Changes.set(2, "x"),
            Changes.set(3, "y"),
            Changes.set(4, "x"),
            Changes.set(5, "x"),
            Changes.set(6, "x")));
    assertThat(sink.end).isNull();
    assertThat(watcher.position()).isEqualTo(6);
    sink.writable = true;
    watcher.drain();
    assertThat(sink.revisions()).containsExactly(1L, 2L, 4L, 5L, 6L);
  }

  @Test
  void shouldReportProgressOnlyWhenNothingIsOutstanding() {
    joinAt(0);
    offer(1);
    watcher.beat(1);
    assertThat(sink.progress).isEmpty();
    watcher.beat(4);
    assertThat(sink.progress).containsExactly(4L);
    sink.writable = false;
    offer(5);
    watcher.beat(5);
    watcher.beat(5);
    assertThat(sink.progress).containsExactly(4L);
  }

  @Test
  void shouldEndOnceAndSayWhereToResume() {
    joinAt(3);
    watcher.end(new LivevarsException(Reason.STOPPED, "stopped"), 9);
    watcher.end(new LivevarsException(Reason.CANCELLED, "again"), 9);
    assertThat(sink.ended().reason()).isEqualTo(Reason.STOPPED);
    assertThat(sink.ended().resumeRevision()).isEqualTo(10);
  }

  @Test
  void shouldEndWhenItsSinkThrows() {
    joinAt(0);
    offer(1);
    sink.failing = true;
    offer(2);
    assertThat(sink.ended().reason()).isEqualTo(Reason.INTERNAL);
    assertThat(sink.ended().resumeRevision()).isEqualTo(2);
  }

  @Test
  void shouldTellHowFarBehindItIsWhileItJoins() {
    watcher.startAbove(5);
    assertThat(watcher.info(9, Instant.EPOCH).lagRevisions()).isEqualTo(4);
  }

  @Test
  void shouldTellHowItFares() {
    joinAt(0);
    offer(1);
    sink.writable = false;
    offer(2);
    offer(3);
    WatcherInfo info = watcher.info(3, Instant.parse("2026-01-01T00:00:01.5Z"));
    assertThat(info.delivered()).isEqualTo(1);
    assertThat(info.pending()).isEqualTo(2);
    assertThat(info.lagRevisions()).isEqualTo(2);
    assertThat(info.lagMillis()).isEqualTo(1_500);
  }

  private Watcher watcher(int capacity) {
    WatchSpec spec =
        WatchSpec.of("default", Selectors.parse(List.of("x*")))
            .overflow(new Overflow(Overflow.Policy.FAIL, capacity));
    Origin origin = new Origin("w", WatcherInfo.Kind.LOCAL, "n", "", Instant.EPOCH);
    return new Watcher(origin, spec, null, sink, new ManualTimers());
  }

  private void joinAt(long revision) {
    watcher.startAbove(revision);
    watcher.goLive();
  }

  private void offer(long revision) {
    ChangeSet set = Changes.set(revision, "x");
    watcher.offer(set, List.of(set));
  }
}
