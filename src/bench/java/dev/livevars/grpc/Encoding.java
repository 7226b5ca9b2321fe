package dev.livevars.grpc;

import dev.livevars.bench.Story;
import dev.livevars.model.ChangeSet;
import dev.livevars.model.Constraints;
import dev.livevars.model.Value;
import io.vertx.core.buffer.Buffer;
import java.util.List;
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

/** One change as a message of a stream: for the first stream that gets it, and for each other. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class Encoding {
  @Param({"float", "embedding768"})
  public String type;

  private final ChangesEncoder encoder = new ChangesEncoder();
  private List<ChangeSet> one;
  private List<ChangeSet> other;

  @Setup
  public void prepare() {
    Story story =
        type.equals("float")
            ? new Story(Constraints.ofFloat(), Value.of(1.0), Value.of(2.0))
            : new Story(
                Constraints.ofEmbedding(), Value.of(new float[768]), Value.of(new float[768]));
    one = List.of(story.at(1));
    other = List.of(story.at(2));
  }

  @Benchmark
  public List<Buffer> first() {
    List<ChangeSet> sets = one;
    one = other;
    other = sets;
    return encoder.encode(sets);
  }

  @Benchmark
  public List<Buffer> again() {
    return encoder.encode(one);
  }
}
