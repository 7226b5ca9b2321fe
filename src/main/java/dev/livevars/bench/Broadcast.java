package dev.livevars.bench;

import dev.livevars.Variables;
import dev.livevars.model.Constraints;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * One variable, set through one client and watched by many streams on other connections. A delivery
 * is a change that a stream has received; several may come in one message, and are several
 * deliveries. That every stream gets every change is checked.
 */
final class Broadcast implements AutoCloseable {
  private static final String NAME = "bench.broadcast";
  private static final int UNDER_WAY = 8;

  private final ServerProcess node;
  private final int streams;
  private final Fleet fleet;
  private final Variables client;
  private final TimedWriter writer;
  private final long base;

  /**
   * What a node delivers while it has always something to deliver.
   *
   * @param aSecond deliveries a second
   * @param aCoreSecond deliveries a second of the server's processor time
   * @param aMessage deliveries a message
   */
  record Rate(double aSecond, double aCoreSecond, double aMessage) {}

  /** Opens the streams, on so many connections. */
  Broadcast(Rig rig, ServerProcess node, int connections, int streams) {
    this.node = node;
    this.streams = streams;
    this.client = rig.connect(node);
    this.base = Waiting.result(client.register(NAME, 0, Constraints.ofInteger())).revision();
    this.writer = new TimedWriter(client, rig.client().getOrCreateContext(), base);
    this.fleet = new Fleet(rig.client(), node, connections, RawHttp2.NO_LIMIT);
    fleet.open(streams, stream -> List.of(NAME));
  }

  /** Sets as fast as the streams receive: some are always under way. */
  Rate flatOut(long nanos) {
    long changes = fleet.changes();
    long messages = fleet.messages();
    long cpu = node.cpuNanos();
    long begun = System.nanoTime();
    while (System.nanoTime() - begun < nanos && fleet.check()) {
      if (writer.revision() - base - fleet.changes() / streams < UNDER_WAY) {
        set();
      } else {
        LockSupport.parkNanos(10_000);
      }
    }
    settle();
    double delivered = fleet.changes() - changes;
    return new Rate(
        delivered / (System.nanoTime() - begun) * 1e9,
        delivered / (node.cpuNanos() - cpu) * 1e9,
        delivered / (fleet.messages() - messages));
  }

  /** Sets at a rate that is kept; from the call of a set to each receipt of it. */
  Latencies paced(int rate, long nanos) {
    Latencies latencies = new Latencies();
    fleet.onReceipt(
        (first, last) -> {
          long now = System.nanoTime();
          for (long revision = first; revision <= last; revision++) {
            latencies.record(now - writer.called(revision));
          }
        });
    Pace.keep(rate, Math.max(2, nanos * rate / 1_000_000_000), i -> set());
    settle();
    return latencies;
  }

  @Override
  public void close() {
    fleet.close();
    Waiting.result(client.delete(NAME));
    Waiting.result(client.close());
  }

  private void set() {
    writer.set(NAME, writer.revision());
  }

  private void settle() {
    fleet.await(() -> fleet.changes() >= (writer.revision() - base) * streams);
    writer.answers();
    if (fleet.changes() != (writer.revision() - base) * streams) {
      throw new IllegalStateException("a stream received a change twice");
    }
  }
}
