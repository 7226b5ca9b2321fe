package dev.livevars.bench;

import dev.livevars.model.ChangeKind;
import dev.livevars.model.ChangeSet;
import dev.livevars.model.Constraints;
import dev.livevars.model.Selectors;
import dev.livevars.model.Value;
import dev.livevars.model.Variable;
import dev.livevars.model.WatchEnd;
import dev.livevars.model.WatchFilter;
import dev.livevars.model.WatchSink;
import dev.livevars.model.WatchSpec;
import dev.livevars.model.WatcherInfo;
import dev.livevars.watch.Expression;
import dev.livevars.watch.Origin;
import dev.livevars.watch.Timers;
import dev.livevars.watch.Watcher;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A change offered to one watcher that takes it; {@code change} is the change alone, to be
 * subtracted. Every filter lets every change pass.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class Filtering {
  private static final int DIMENSIONS = 768;

  @Param({"none", "kinds", "min_change", "min_change_ratio", "min_distance", "expression"})
  public String filter;

  private Story story;
  private Watcher watcher;
  private long revision;
  private long taken;

  @Setup
  public void join() {
    WatchFilter wanted =
        switch (filter) {
          case "kinds" -> new WatchFilter(Set.of(ChangeKind.UPDATED), null, null, null, "");
          case "min_change" -> new WatchFilter(Set.of(), 0.5, null, null, "");
          case "min_change_ratio" -> new WatchFilter(Set.of(), null, 0.1, null, "");
          case "min_distance" -> new WatchFilter(Set.of(), null, null, 0.5, "");
          case "expression" -> new WatchFilter(Set.of(), null, null, null, "new != old");
          default -> WatchFilter.NONE;
        };
    story =
        filter.equals("min_distance")
            ? new Story(Constraints.ofEmbedding(), embedding(0), embedding(1))
            : new Story(Constraints.ofFloat(), Value.of(1.0), Value.of(2.0));
    WatchSpec spec =
        new WatchSpec(
            "default",
            Selectors.parse(List.of("bench.x")),
            false,
            0,
            "",
            wanted,
            dev.livevars.model.WatchPacing.NONE,
            dev.livevars.model.Overflow.DEFAULT,
            Duration.ZERO,
            null);
    Expression expression =
        wanted.expression().isEmpty() ? null : Expression.compile(wanted.expression());
    Origin origin = new Origin("w", WatcherInfo.Kind.LOCAL, "n", "", Instant.EPOCH);
    watcher = new Watcher(origin, spec, expression, new Sink(), new NoTimers());
    watcher.startAbove(0);
    watcher.goLive();
  }

  @Benchmark
  public ChangeSet change() {
    return story.at(++revision);
  }

  @Benchmark
  public long offer() {
    ChangeSet set = story.at(++revision);
    watcher.offer(set, List.of(set));
    return taken;
  }

  private static Value embedding(float value) {
    float[] elements = new float[DIMENSIONS];
    elements[DIMENSIONS - 1] = value;
    return Value.of(elements);
  }

  private final class Sink implements WatchSink {
    @Override
    public void initial(long revision, List<Variable> variables) {}

    @Override
    public void live(long revision) {}

    @Override
    public void changes(List<ChangeSet> sets) {
      taken += sets.size();
    }

    @Override
    public void end(WatchEnd end) {
      throw new IllegalStateException(end.message());
    }
  }

  private static final class NoTimers implements Timers {
    @Override
    public long nanoTime() {
      return System.nanoTime();
    }

    @Override
    public void after(Duration delay, Runnable action) {
      throw new IllegalStateException("nothing is paced here");
    }
  }
}
