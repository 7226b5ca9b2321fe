package dev.livevars.bench;

import dev.livevars.Livevars;
import dev.livevars.Variables;
import dev.livevars.WatchOptions;
import dev.livevars.model.Constraints;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Sets of one variable, 64 under way at once, until the handlers of all its watchers had each of
 * them; an operation is 64 sets. With one event loop owner, hub and watchers share it, with two the
 * watchers are spread over both.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(value = 2, jvmArgsAppend = "-Xmx2g")
public class LocalDelivery {
  private static final int UNDER_WAY = 64;
  private static final String NAME = "bench.local";

  @Param({"1", "100", "1000", "10000"})
  public int watchers;

  @Param({"1", "2"})
  public int loops;

  private final List<Tally> tallies = new ArrayList<>();
  private Vertx vertx;
  private Variables variables;
  private Context writer;
  private long next;

  /** The deliveries of one event loop, counted there. */
  private static final class Tally {
    private int watchers;
    private long delivered;
    private volatile long sets;

    void count() {
      if (++delivered % watchers == 0) {
        sets = delivered / watchers;
      }
    }
  }

  /** How many deliveries there were. */
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.OPERATIONS)
  public static class Deliveries {
    public long deliveries;
  }

  @Setup(Level.Trial)
  public void open() {
    vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(loops));
    Waiting.result(Livevars.deploy(vertx));
    variables = Variables.local(vertx);
    Waiting.result(variables.register(NAME, 0, Constraints.ofInteger()));
    writer = vertx.getOrCreateContext();
    for (int loop = 0; loop < loops; loop++) {
      tallies.add(new Tally());
    }
    List<Context> contexts = Loops.of(vertx).stream().map(Loops.Loop::context).toList();
    for (int i = 0; i < watchers; i++) {
      Tally tally = tallies.get(i % loops);
      tally.watchers++;
      Context context = contexts.get(i % loops);
      Waiting.result(
          io.vertx.core.Future.future(
              promise ->
                  context.runOnContext(
                      ignored ->
                          variables
                              .watch(
                                  WatchOptions.of(NAME).bufferCapacity(1_000_000),
                                  change -> tally.count())
                              .onComplete(promise))));
    }
    tallies.removeIf(tally -> tally.watchers == 0);
  }

  @TearDown(Level.Trial)
  public void close() {
    Waiting.result(vertx.close());
  }

  @Benchmark
  public void set64(Deliveries deliveries) {
    long last = next + UNDER_WAY;
    writer.runOnContext(
        ignored -> {
          while (next < last) {
            variables.set(NAME, ++next);
          }
        });
    for (Tally tally : tallies) {
      while (tally.sets < last) {
        LockSupport.parkNanos(5_000);
      }
    }
    deliveries.deliveries += (long) UNDER_WAY * watchers;
  }
}
