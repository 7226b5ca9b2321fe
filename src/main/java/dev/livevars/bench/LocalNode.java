package dev.livevars.bench;

import com.sun.management.ThreadMXBean;
import dev.livevars.Livevars;
import dev.livevars.Variables;
import dev.livevars.bench.Loops.Loop;
import dev.livevars.model.Constraints;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.lang.management.ManagementFactory;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A node in this process that keeps its variables in memory, with the event loop of its owner and
 * two others. Whoever deploys it closes it.
 */
final class LocalNode implements AutoCloseable {
  private static final String PROBE = "bench.probe";
  private static final int SETS = 2_000;

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private final Livevars node;
  private final Variables variables;
  private final Loop owner;
  private final List<Loop> others;
  private final AtomicLong value = new AtomicLong();

  LocalNode(Vertx vertx) {
    node = Waiting.result(Livevars.deploy(vertx));
    variables = Variables.local(vertx);
    Waiting.result(variables.register(PROBE, 0, Constraints.ofInteger()));
    List<Loop> loops = Loops.of(vertx);
    owner =
        loops.stream()
            .max(Comparator.comparingDouble(loop -> shareOfOwnWrites(loop, loops)))
            .orElseThrow();
    others = loops.stream().filter(loop -> loop.thread() != owner.thread()).limit(2).toList();
    if (others.size() < 2) {
      throw new IllegalStateException("three event loops are needed");
    }
  }

  Variables variables() {
    return variables;
  }

  /** Where variables are set and feeds begin. */
  Loop owner() {
    return owner;
  }

  /** A loop that has nothing to do but what is measured. */
  Loop other() {
    return others.get(0);
  }

  /** Another one of that kind. */
  Loop third() {
    return others.get(1);
  }

  /** The processor time that the thread of a loop has taken, in nanoseconds. */
  long cpuNanos(Loop loop) {
    return threads.getThreadCpuTime(loop.thread());
  }

  /** The bytes that the thread of a loop has allocated. */
  long allocated(Loop loop) {
    return threads.getThreadAllocatedBytes(loop.thread());
  }

  @Override
  public void close() {
    Waiting.result(node.close());
  }

  /** All of the work is on the writer's own loop when that is the owner's. */
  private double shareOfOwnWrites(Loop loop, List<Loop> loops) {
    write(loop);
    long own = cpuNanos(loop);
    long all = loops.stream().mapToLong(this::cpuNanos).sum();
    write(loop);
    return (double) (cpuNanos(loop) - own) / (loops.stream().mapToLong(this::cpuNanos).sum() - all);
  }

  private void write(Loop loop) {
    Promise<Void> done = Promise.promise();
    loop.context().runOnContext(ignored -> write(SETS, done));
    Waiting.result(done.future());
  }

  private void write(int left, Promise<Void> done) {
    if (left == 0) {
      done.complete();
      return;
    }
    variables
        .set(PROBE, value.incrementAndGet())
        .onComplete(set -> write(left - 1, done), done::fail);
  }
}
