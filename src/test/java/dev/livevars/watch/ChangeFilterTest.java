package dev.livevars.watch;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.livevars.history.Recording.Event;
import dev.livevars.history.Story;
import dev.livevars.model.ChangeKind;
import dev.livevars.model.ChangeSet;
import dev.livevars.model.Value;
import dev.livevars.model.WatchFilter;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ChangeFilterTest {
  private static final WatchFilter FAR = WatchFilter.NONE.minChange(3);

  private final Story story = new Story();
  private final Backlog backlog = new Backlog();

  @Test
  void shouldHearOfASlowDrift() {
    for (int value = 0; value <= 9; value++) {
      story.set("x", value);
    }
    ChangeFilter filter = new ChangeFilter(FAR, null, null);
    assertThat(passing(filter, 1, 10)).containsExactly(1L, 4L, 7L, 10L);
    assertThat(filter.heldBack()).isEqualTo(6);
  }

  @Test
  void shouldCompareWithThePresentValueThatCameFirst() {
    story.set("x", 0).set("x", 1).set("x", 3);
    ChangeFilter filter = new ChangeFilter(FAR, null, null);
    filter.received(((Event.Initial) story.initial(1)).variables());
    assertThat(passing(filter, 2, 3)).containsExactly(3L);
  }

  @Test
  void shouldCompareWithWhatWasThereWhenItBegan() {
    story.set("x", 0).set("x", 2).set("x", 3);
    assertThat(passing(new ChangeFilter(FAR, null, null), 2, 3)).containsExactly(3L);
  }

  @Test
  void shouldLetOtherKindsPassWhateverTheDistance() {
    story.set("x", 0).constrain("x").delete("x").set("x", 1);
    assertThat(passing(new ChangeFilter(FAR, null, null), 1, 4)).containsExactly(1L, 2L, 3L, 4L);
  }

  @Test
  void shouldCompareAnewAfterADeletion() {
    story.set("x", 9).delete("x").set("x", 1).set("x", 8);
    assertThat(passing(new ChangeFilter(FAR, null, null), 1, 4)).containsExactly(1L, 2L, 3L, 4L);
    ChangeFilter updates = new ChangeFilter(FAR.kinds(ChangeKind.UPDATED), null, null);
    updates.received(((Event.Initial) story.initial(1)).variables());
    story.set("x", 9);
    assertThat(passing(updates, 2, 5)).containsExactly(4L);
    assertThat(updates.heldBack()).isEqualTo(3);
  }

  @Test
  void shouldForgetOfADeletionThatIsNotToldOnlyWhatCameBefore() {
    story.set("x", 5).set("x", 7).set("x", 8).delete("x").set("x", 0).set("x", 1);
    ChangeFilter filter = new ChangeFilter(FAR.kinds(ChangeKind.UPDATED), null, null);
    filter.received(((Event.Initial) story.initial(1)).variables());
    for (int revision = 2; revision <= 6; revision++) {
      if (filter.coming(story.at(revision), true) != null) {
        backlog.add(story.at(revision));
      }
    }
    assertThat(filter.passing(backlog.take())).isNull();
    assertThat(filter.passing(backlog.take())).isEqualTo(story.at(3));
    assertThat(filter.passing(backlog.take())).isNull();
    assertThat(backlog.isEmpty()).isTrue();
  }

  @Test
  void shouldNotCompareWithWhatWasDeletedBeforeItHeardOfIt() {
    story.set("x", 50).delete("x").set("x", 1).set("x", 2);
    ChangeFilter updates = new ChangeFilter(FAR.kinds(ChangeKind.UPDATED), null, null);
    assertThat(updates.coming(story.at(2), true)).isNull();
    assertThat(updates.coming(story.at(3), true)).isNull();
    assertThat(passing(updates, 4, 4)).isEmpty();
  }

  @Test
  void shouldSelectWhatPassesOfABatch() {
    story.batch(Map.of("x", 0L, "y", 0L)).batch(Map.of("x", 1L, "y", 5L));
    ChangeFilter filter = new ChangeFilter(FAR, null, null);
    assertThat(filter.passing(story.at(1))).isSameAs(story.at(1));
    ChangeSet wanted =
        new ChangeSet("default", 2, List.of(requireNonNull(story.at(2).change("y"))));
    assertThat(filter.passing(story.at(2))).isEqualTo(wanted);
  }

  @Test
  void shouldSelectTheWantedKinds() {
    story.set("x", 0).constrain("x").set("x", 1).delete("x");
    WatchFilter wanted = WatchFilter.NONE.kinds(ChangeKind.CONSTRAINTS_UPDATED, ChangeKind.DELETED);
    assertThat(passing(new ChangeFilter(wanted, null, null), 1, 4)).containsExactly(2L, 4L);
  }

  @Test
  void shouldCompareByRatio() {
    story.set("x", 100).set("x", 109).set("x", 110).set("x", 120).set("x", 121);
    WatchFilter tenth = WatchFilter.NONE.minChangeRatio(0.1);
    assertThat(passing(new ChangeFilter(tenth, null, null), 1, 5)).containsExactly(1L, 3L, 5L);
  }

  @Test
  void shouldCompareWithWhatTheWatcherHasWhenItContinues() {
    story.batch(Map.of("x", 0L, "y", 0L)).set("x", 2).set("y", 2).set("x", 3).set("y", 3);
    ChangeFilter filter = new ChangeFilter(FAR, null, Map.of("x", Value.of(0)));
    assertThat(passing(filter, 4, 5)).containsExactly(4L, 5L);
    assertThat(passing(new ChangeFilter(FAR, null, null), 4, 5)).isEmpty();
  }

  @Test
  void shouldCompareWithThePresentValuesThoughItContinued() {
    story.set("x", 0).set("x", 2).set("x", 3).set("x", 5);
    ChangeFilter filter = new ChangeFilter(FAR, null, Map.of());
    filter.received(((Event.Initial) story.initial(2)).variables());
    assertThat(passing(filter, 3, 4)).containsExactly(4L);
  }

  @Test
  void shouldLetPassWhateverTheDistanceWhatElseWasMerged() {
    story.set("x", 0).set("x", 1).constrain("x").set("x", 2).delete("x").set("x", 2);
    ChangeFilter filter = new ChangeFilter(FAR, null, null);
    filter.received(((Event.Initial) story.initial(1)).variables());
    assertThat(filter.passing(story.merged(2, 3))).isNotNull();
    assertThat(filter.passing(story.merged(4, 6))).isNotNull();
  }

  @Test
  void shouldAskTheExpressionOfEachChangeAsItComes() {
    story.set("x", 0).set("x", 9).set("x", 1);
    Expression high = Expression.compile("new > 5");
    ChangeFilter filter = new ChangeFilter(WatchFilter.NONE.expression("new > 5"), high, null);
    assertThat(filter.coming(story.at(2), true)).isEqualTo(story.at(2));
    assertThat(filter.coming(story.at(3), true)).isNull();
    assertThat(filter.passing(story.at(2))).isEqualTo(story.at(2));
  }

  @Test
  void shouldTellTheExpressionWhatTheWatcherWillHaveByThen() {
    story.set("x", 0).set("x", 6).set("x", 1).set("x", 2);
    String text = "old == null || new - old > 5 || old - new > 4";
    ChangeFilter filter =
        new ChangeFilter(WatchFilter.NONE.expression(text), Expression.compile(text), null);
    filter.received(((Event.Initial) story.initial(1)).variables());
    assertThat(filter.coming(story.at(2), true)).isNotNull();
    assertThat(filter.coming(story.at(3), true)).isNotNull();
    assertThat(filter.coming(story.at(4), true)).isNull();
  }

  private List<Long> passing(ChangeFilter filter, long first, long last) {
    return LongStream.rangeClosed(first, last)
        .filter(
            revision -> {
              var wanted = filter.coming(story.at(revision), false);
              boolean passes = wanted != null && filter.passing(wanted) != null;
              filter.nothingWaits();
              return passes;
            })
        .boxed()
        .toList();
  }
}
