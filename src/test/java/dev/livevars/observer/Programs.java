package dev.livevars.observer;

import dev.livevars.model.ChangeKind;
import dev.livevars.model.Overflow;
import dev.livevars.model.Selectors;
import dev.livevars.model.WatchFilter;
import dev.livevars.model.WatchPacing;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** Random programs. */
final class Programs {
  private static final int LONGEST = 40;
  private static final Arbitrary<String> NAMES = Arbitraries.of("a", "b", "b.c");
  private static final Arbitrary<Integer> VALUES = Arbitraries.integers().between(0, 6);
  private static final Arbitrary<Integer> WATCHERS = Arbitraries.integers().between(0, 3);
  private static final Arbitrary<Long> CREDITS = Arbitraries.of(Long.MAX_VALUE, 0L, 1L, 3L);

  private Programs() {}

  /** Steps, one a line. */
  record Program(List<Step> steps) {
    @Override
    public String toString() {
      return steps.stream().map(Step::toString).collect(Collectors.joining("\n", "\n", "\n"));
    }
  }

  static Arbitrary<Program> all() {
    return Arbitraries.frequencyOf(
            Tuple.of(14, write().map(Step.class::cast)),
            Tuple.of(3, join().map(Step.class::cast)),
            Tuple.of(2, WATCHERS.map(Step.Pause::new)),
            Tuple.of(2, Combinators.combine(WATCHERS, CREDITS).as(Step.Resume::new)),
            Tuple.of(1, WATCHERS.map(Step.Cancel::new)),
            Tuple.of(2, WATCHERS.map(Step.Rejoin::new)),
            Tuple.of(1, Arbitraries.just(new Step.HoldFeed())),
            Tuple.of(2, Arbitraries.of(false, false, true).map(Step.ReleaseFeed::new)),
            Tuple.of(3, Arbitraries.of(1, 5, 10, 20, 100).map(Step.Pass::new)))
        .list()
        .ofMaxSize(LONGEST)
        .map(Program::new);
  }

  private static Arbitrary<Step.Write> write() {
    return Arbitraries.frequencyOf(
        Tuple.of(8, Combinators.combine(NAMES, VALUES).as(Step.Set::new)),
        Tuple.of(4, Combinators.combine(NAMES, VALUES).as(Step.Register::new)),
        Tuple.of(1, NAMES.map(Step.RegisterText::new)),
        Tuple.of(3, Arbitraries.maps(NAMES, VALUES).ofMinSize(2).map(Step.Batch::new)),
        Tuple.of(1, NAMES.map(Step.Delete::new)),
        Tuple.of(
            1,
            Combinators.combine(NAMES, Arbitraries.integers().between(6, 9))
                .as(Step.Constrain::new)));
  }

  private static Arbitrary<Step.Join> join() {
    Arbitrary<Selectors> selectors =
        Arbitraries.<List<String>>of(List.of(), List.of("a"), List.of("b", "b.*"))
            .map(Selectors::parse);
    Arbitrary<List<Step.Write>> meanwhile = write().list().ofMaxSize(3);
    Arbitrary<Boolean> batching = Arbitraries.of(false, false, true);
    Arbitrary<Integer> cancelsAt = Arbitraries.of(0, 0, 0, 0, 1, 2);
    Arbitrary<Integer> back = Arbitraries.of(0, 0, 1, 2, 4, 9);
    return Combinators.combine(
            Combinators.combine(selectors, Arbitraries.of(true, false), back).as(Tuple::of),
            filter(),
            pacing(),
            overflow(),
            Combinators.combine(batching, CREDITS, cancelsAt).as(Tuple::of),
            meanwhile,
            meanwhile)
        .as(
            (what, filter, pacing, overflow, sink, registered, read) ->
                new Step.Join(
                    what.get1(),
                    what.get2(),
                    what.get3(),
                    filter,
                    pacing,
                    overflow,
                    sink.get1(),
                    sink.get2(),
                    sink.get3(),
                    registered,
                    read));
  }

  private static Arbitrary<WatchFilter> filter() {
    WatchFilter none = WatchFilter.NONE;
    Arbitrary<Set<ChangeKind>> kinds = Arbitraries.of(ChangeKind.class).set().ofMaxSize(3);
    Arbitrary<WatchFilter> some =
        Combinators.combine(kinds, Arbitraries.of(0, 1, 2, 4))
            .as(
                (wanted, change) ->
                    new WatchFilter(
                        wanted, change == 0 ? null : change.doubleValue(), null, null, ""));
    return Arbitraries.frequencyOf(Tuple.of(1, Arbitraries.just(none)), Tuple.of(1, some));
  }

  private static Arbitrary<WatchPacing> pacing() {
    WatchPacing none = WatchPacing.NONE;
    WatchPacing debounced = none.debounce(Duration.ofMillis(10));
    return Arbitraries.of(
        none,
        none,
        none,
        debounced,
        debounced.maxWait(Duration.ofMillis(25)),
        none.minInterval(Duration.ofMillis(15)),
        debounced.minInterval(Duration.ofMillis(50)));
  }

  private static Arbitrary<Overflow> overflow() {
    return Combinators.combine(
            Arbitraries.of(
                Overflow.Policy.CONFLATE, Overflow.Policy.CONFLATE, Overflow.Policy.FAIL),
            Arbitraries.integers().between(1, 4))
        .as(Overflow::new);
  }
}
