package dev.livevars.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.livevars.history.Recording.Event;
import dev.livevars.model.ChangeKind;
import dev.livevars.model.ChangeSet;
import dev.livevars.model.Overflow;
import dev.livevars.model.Selectors;
import dev.livevars.model.Value;
import dev.livevars.model.VariableChange;
import dev.livevars.model.WatchFilter;
import dev.livevars.model.WatchPacing;
import dev.livevars.model.WatchSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The checker finds each broken guarantee, and nothing in histories that are good. */
class HistoryCheckerTest {
  private static final WatchSpec ALL = WatchSpec.of("default", Selectors.parse(List.of()));
  private static final WatchSpec STRICT = ALL.overflow(new Overflow(Overflow.Policy.FAIL, 9));
  private static final WatchSpec PACED =
      STRICT.pacing(WatchPacing.NONE.debounce(Duration.ofSeconds(1)));
  private static final WatchSpec FAR = STRICT.filter(WatchFilter.NONE.minChange(10));

  /** 1: x=0; 2: y=0; 3: x=5,y=5; 4: x=10; 5: y gone; 6: y=1; 7: z=1; 8: z gone; 9: x=12. */
  private final Story story =
      new Story()
          .set("x", 0)
          .set("y", 0)
          .batch(Map.of("x", 5L, "y", 5L))
          .set("x", 10)
          .delete("y")
          .set("y", 1)
          .set("z", 1)
          .delete("z")
          .set("x", 12);

  @Test
  void shouldAcceptGoodHistories() {
    assertGood(
        STRICT.includeInitial(true),
        story.initial(3),
        live(3),
        story.changes(4, 5),
        progress(5),
        story.changes(6, 7),
        story.changes(8, 9),
        progress(9),
        settled());
    assertGood(STRICT.startRevision(8), live(7), story.changes(8), Story.ended(9));
    assertGood(ALL, live(2), Story.changes(story.merged(3, 6)), merged(7, 9), settled());
    assertGood(PACED, live(4), merged(5, 8), story.changes(9), settled());
    assertGood(PACED, live(6), progress(8), story.changes(9), settled());
    assertGood(FAR, live(0), story.changes(1, 2, 4, 5, 6, 7, 8), settled());
  }

  @Test
  void shouldFindAStaleRead() {
    WatchSpec initial = STRICT.includeInitial(true);
    assertFound("1 no stale read", initial, story.initial(8), live(9), settled());
    assertFound("1 no stale read", initial, live(9), settled());
    assertFound("1 no stale read", STRICT, story.initial(9), live(9), settled());
    assertFound("1 no stale read", STRICT, story.changes(9), live(9), settled());
    assertFound("1 no stale read", STRICT.startRevision(9), live(9), settled());
    Event stale = new Event.Initial(9, ((Event.Initial) story.initial(8)).variables());
    assertFound("1 no stale read", initial, stale, live(9), settled());
  }

  @Test
  void shouldFindWhatIsOutOfOrder() {
    assertFound("2 ordered", STRICT, live(8), story.changes(8, 9), settled());
    assertFound("2 ordered", STRICT, live(7), story.changes(9), story.changes(8), settled());
    assertFound("2 ordered", STRICT, live(7), story.changes(8), story.changes(8, 9), settled());
    List<VariableChange> turned = new ArrayList<>(story.merged(8, 9).changes());
    java.util.Collections.reverse(turned);
    assertFound(
        "2 ordered", ALL, live(7), Story.changes(new ChangeSet("default", 9, turned)), settled());
  }

  @Test
  void shouldFindAGap() {
    assertFound("3 complete", STRICT, live(7), story.changes(9), settled());
    assertFound("3 complete", STRICT, live(7), story.changes(8), settled());
    assertFound("3 complete", ALL, live(2), story.changes(4), settled());
    assertFound(
        "3 complete",
        STRICT.filter(WatchFilter.NONE.kinds(ChangeKind.DELETED)),
        live(4),
        story.changes(8),
        settled());
  }

  @Test
  void shouldFindATornBatch() {
    ChangeSet torn = new ChangeSet("default", 3, story.at(3).changes().subList(0, 1));
    assertFound("4 atomic", STRICT, live(2), Story.changes(torn), Story.ended(4));
    ChangeSet rest = new ChangeSet("default", 3, story.at(3).changes().subList(1, 2));
    assertFound("4 atomic", STRICT, live(2), Story.changes(torn, rest), Story.ended(4));
    ChangeSet tornMerged = new ChangeSet("default", 4, story.merged(3, 4).changes().subList(1, 2));
    assertFound("4 atomic", ALL, live(2), Story.changes(tornMerged), Story.ended(5));
  }

  @Test
  void shouldFindAResumptionWithAGapOrARepeat() {
    for (long start : new long[] {7, 9}) {
      Event again = new Event.Opened(STRICT.startRevision(start));
      assertFound(
          "5 resumable",
          STRICT,
          live(6),
          story.changes(7),
          again,
          live(start - 1),
          start == 7 ? story.changes(7, 8, 9) : story.changes(9),
          settled());
    }
    Event again = new Event.Opened(STRICT.startRevision(8));
    assertGood(STRICT, live(6), story.changes(7), again, live(7), story.changes(8, 9), settled());
    assertFound("5 resumable", STRICT, live(7), story.changes(8), Story.ended(8));
    assertFound("5 resumable", STRICT, live(7), story.changes(8), Story.ended(10));
  }

  @Test
  void shouldFindProgressThatOutrunsChanges() {
    assertFound("6 bookmarkable", STRICT, live(7), progress(8), story.changes(8, 9), settled());
    assertFound("6 bookmarkable", STRICT, live(7), progress(9), settled());
    assertFound("6 bookmarkable", STRICT, live(7), story.changes(8, 9), progress(8), settled());
    assertFound("6 bookmarkable", STRICT, live(9), progress(10), settled());
    assertFound("6 bookmarkable", ALL, live(6), progress(7), story.changes(9), settled());
  }

  @Test
  void shouldFindConflationThatIsNotAccountedFor() {
    VariableChange one = story.merged(3, 6).change("x");
    for (VariableChange wrong :
        List.of(
            with(one, ChangeKind.REGISTERED, one.oldValue(), 2, 2, false),
            with(one, ChangeKind.UPDATED, Value.of(5), 2, 2, false),
            with(one, ChangeKind.UPDATED, one.oldValue(), 1, 2, false),
            with(one, ChangeKind.UPDATED, one.oldValue(), 2, 3, false),
            with(one, ChangeKind.UPDATED, one.oldValue(), 2, 2, true))) {
      ChangeSet set = new ChangeSet("default", 6, List.of(wrong, story.merged(3, 6).change("y")));
      assertFound("7 conflation", ALL, live(2), Story.changes(set), Story.ended(7));
    }
  }

  @Test
  void shouldFindConflationThatIsNotAllowedOrNotAllOfSomeRevisions() {
    assertFound("7 conflation", STRICT, live(2), merged(3, 6), Story.ended(7));
    ChangeSet part = new ChangeSet("default", 6, story.merged(5, 6).changes());
    assertFound("7 conflation", ALL, live(2), Story.changes(part), Story.ended(7));
    assertFound("7 conflation", ALL, live(2), merged(3, 6), settled());
  }

  @Test
  void shouldFindAFilterThatComparesWithSomethingElse() {
    assertFound("8 filters", FAR, live(0), story.changes(1, 2, 5, 6, 7, 8), settled());
    assertFound("8 filters", FAR, live(0), story.changes(1, 2, 3), Story.ended(4));
    assertFound("8 filters", FAR, live(2), settled());
    assertFound("8 filters", FAR, live(0), story.changes(1, 2, 4, 5, 6, 7, 8, 9), settled());
  }

  @Test
  void shouldFindALastValueThatPacingLost() {
    assertFound("9 pacing", PACED, live(7), story.changes(8), settled());
    assertFound("9 pacing", PACED, live(7), settled());
  }

  @Test
  void shouldFindAnEndThatIsMissingOrNotTheEnd() {
    assertFound("11 ends", STRICT, live(9), new Event.Released(), settled());
    assertFound("11 ends", STRICT, live(8), Story.ended(9), story.changes(9));
    assertFound("11 ends", STRICT, live(8), Story.ended(9), Story.ended(9));
  }

  @Test
  void shouldFindThatNothingIsProven() {
    assertFound("proves nothing", STRICT, live(9));
    assertFound("proves nothing", STRICT, settled());
    assertThat(new HistoryChecker(story.committed()).violations())
        .anyMatch(each -> each.startsWith("proves nothing"));
  }

  @Test
  void shouldFindAHoleInWhatWasCommitted() {
    assertThat(new HistoryChecker(story.committed().subList(1, 9)).violations())
        .anyMatch(each -> each.startsWith("committed"));
  }

  private void assertGood(WatchSpec spec, Event... events) {
    assertThat(violations(spec, events)).isEmpty();
  }

  private void assertFound(String guarantee, WatchSpec spec, Event... events) {
    assertThat(violations(spec, events)).anyMatch(each -> each.startsWith(guarantee + ":"));
  }

  private List<String> violations(WatchSpec spec, Event... events) {
    return new HistoryChecker(story.committed())
        .check("w", spec, Arrays.asList(events))
        .violations();
  }

  private Event merged(long first, long last) {
    return Story.changes(story.merged(first, last));
  }

  private static Event live(long revision) {
    return new Event.Live(revision);
  }

  private static Event progress(long revision) {
    return new Event.Progress(revision);
  }

  private Event settled() {
    return new Event.Settled(9);
  }

  private static VariableChange with(
      VariableChange change,
      ChangeKind kind,
      Value oldValue,
      long mergedCount,
      long firstVersion,
      boolean recreated) {
    return new VariableChange(
        kind,
        change.session(),
        change.name(),
        change.revision(),
        change.variable(),
        oldValue,
        mergedCount,
        firstVersion,
        change.lastVersion(),
        change.source(),
        change.metadata(),
        change.timestamp(),
        change.previousRevision(),
        recreated,
        change.constraintsChanged());
  }
}
