package dev.livevars.state;

import dev.livevars.model.Command;
import dev.livevars.model.Constraints;
import dev.livevars.model.Value;
import java.time.InstantSource;
import java.util.Map;
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

/** A set applied to a session of so many variables, and committed. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class Applying {
  @Param({"1", "1000", "100000"})
  public int variables;

  private final SessionState state = new SessionState("default", InstantSource.system());
  private String[] names;
  private long next;

  @Setup
  public void register() {
    names = new String[variables];
    for (int i = 0; i < variables; i++) {
      names[i] = "bench.v" + i;
      Outcome<?> registered =
          state.apply(
              new Command.RegisterVariable(
                  "default",
                  names[i],
                  Value.of(0L),
                  Constraints.ofInteger(),
                  "",
                  Map.of(),
                  false,
                  ""));
      state.commit(registered.changeSet());
    }
  }

  @Benchmark
  public Object set() {
    long value = ++next;
    Outcome<?> outcome =
        state.apply(
            new Command.SetVariable(
                "default",
                names[(int) (value % names.length)],
                Value.of(value),
                Map.of(),
                "",
                null));
    state.commit(outcome.changeSet());
    return outcome;
  }
}
