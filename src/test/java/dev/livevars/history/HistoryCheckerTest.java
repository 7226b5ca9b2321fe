package dev.livevars.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.livevars.Changes;
import dev.livevars.history.Recording.Event;
import dev.livevars.model.ChangeSet;
import dev.livevars.model.Selectors;
import dev.livevars.model.Variable;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The checker finds each broken guarantee. */
class HistoryCheckerTest {
  private static final ChangeSet ONE = Changes.set(1, "x");
  private static final ChangeSet TWO = Changes.set(2, "x", "y");
  private static final ChangeSet THREE = Changes.set(3, "x");
  private static final ChangeSet FOUR = Changes.set(4, "x");

  @Test
  void shouldAcceptAGoodHistory() {
    assertThat(
            violations(
                initial(2, TWO), live(2), changes(THREE), new Event.Progress(3), changes(FOUR)))
        .isEmpty();
    assertThat(violations(live(0), changes(ONE, TWO), changes(THREE, FOUR))).isEmpty();
  }

  @Test
  void shouldFindAStaleRead() {
    assertThat(violations(initial(2, ONE), live(2))).anyMatch(v -> v.startsWith("1 no stale read"));
    assertThat(violations(initial(2, TWO), live(3))).anyMatch(v -> v.startsWith("1 no stale read"));
  }

  @Test
  void shouldFindAChangeAtOrBelowTheCut() {
    assertThat(violations(initial(2, TWO), live(2), changes(TWO)))
        .anyMatch(v -> v.startsWith("2 ordered"));
  }

  @Test
  void shouldFindAGap() {
    assertThat(violations(live(1), changes(THREE))).anyMatch(v -> v.startsWith("3 complete"));
  }

  @Test
  void shouldFindARepeat() {
    assertThat(violations(live(0), changes(ONE), changes(ONE)))
        .anyMatch(v -> v.startsWith("2 ordered"));
  }

  @Test
  void shouldFindATornBatch() {
    assertThat(violations(live(1), changes(Changes.set(2, "x"))))
        .anyMatch(v -> v.startsWith("4 atomic"));
  }

  @Test
  void shouldFindProgressThatOutrunsChanges() {
    assertThat(violations(live(0), new Event.Progress(1)))
        .anyMatch(v -> v.startsWith("6 bookmarkable"));
    assertThat(violations(live(0), changes(ONE), new Event.Progress(0)))
        .anyMatch(v -> v.startsWith("6 bookmarkable"));
  }

  @Test
  void shouldFindAHoleInWhatWasCommitted() {
    assertThat(new HistoryChecker(List.of(ONE, THREE)).violations()).isNotEmpty();
  }

  private static List<String> violations(Event... events) {
    return new HistoryChecker(List.of(ONE, TWO, THREE, FOUR))
        .check("w", Selectors.parse(List.of()), List.of(events))
        .violations();
  }

  private static Event initial(long revision, ChangeSet set) {
    List<Variable> variables = set.changes().stream().map(change -> change.variable()).toList();
    return new Event.Initial(revision, variables);
  }

  private static Event live(long revision) {
    return new Event.Live(revision);
  }

  private static Event changes(ChangeSet... sets) {
    return new Event.Changes(Stream.of(sets).toList());
  }
}
