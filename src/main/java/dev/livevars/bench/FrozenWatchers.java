package dev.livevars.bench;

import dev.livevars.Variables;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * Whether watchers that never read are noticed by others: sets of 100 variables over gRPC, at a
 * rate that is kept, while each of 1,000 streams on 10 connections watches one of them; in turns
 * without, and with 10 more streams, each on a connection of its own, that watch all and never
 * read. What is compared is the median of the turns.
 */
final class FrozenWatchers {
  private static final int RATE = 5_000;
  private static final int TURNS = 9;
  private static final double WARM_UP = 5;
  private static final double SECONDS = 4;
  private static final int CONNECTIONS = 10;
  private static final int READERS = 1_000;
  private static final int FROZEN = 10;
  private static final int FROZEN_WINDOW = 65_535;

  private final Rig rig;

  /** The medians of what one kind of turn came to. */
  private static final class Turns {
    private final List<Latencies> sets = new ArrayList<>();
    private final List<Latencies> receipts = new ArrayList<>();

    List<Figure> figures(String name) {
      return List.of(
          new Figure(name + ", set called → answered p50", median(sets, 50), "µs"),
          new Figure(name + ", set called → answered p99", median(sets, 99), "µs"),
          new Figure(name + ", set called → received p50", median(receipts, 50), "µs"),
          new Figure(name + ", set called → received p99", median(receipts, 99), "µs"));
    }

    static double median(List<Latencies> turns, double percent) {
      double[] values = turns.stream().mapToDouble(turn -> turn.percentile(percent)).toArray();
      Arrays.sort(values);
      return values[values.length / 2];
    }
  }

  FrozenWatchers(Rig rig) {
    this.rig = rig;
  }

  void measure(Consumer<List<Figure>> report) {
    try (ServerProcess node = rig.serve();
        Fleet readers = new Fleet(rig.client(), node, CONNECTIONS, RawHttp2.NO_LIMIT)) {
      Variables client = rig.connect(node);
      ClosedLoop.register(client);
      TimedWriter writer =
          new TimedWriter(client, rig.client().getOrCreateContext(), ClosedLoop.VARIABLES);
      readers.open(READERS, stream -> List.of(ClosedLoop.name(stream)));
      Turns without = new Turns();
      Turns with = new Turns();
      write(writer, readers, rig.nanos(WARM_UP));
      List<Figure> figures = new ArrayList<>();
      for (int turn = 0; turn < TURNS; turn++) {
        turn(writer, readers, without);
        try (Fleet frozen = new Fleet(rig.client(), node, FROZEN, FROZEN_WINDOW)) {
          frozen.open(FROZEN, stream -> List.of("bench.v*"));
          turn(writer, readers, with);
          if (turn == 0 || turn == TURNS - 1) {
            String name = "server heap with frozen ones, turn %d".formatted(turn + 1);
            figures.add(new Figure(name, node.heap() / 1_048_576.0, "MiB"));
          }
        }
      }
      figures.addAll(without.figures("nobody frozen"));
      figures.addAll(with.figures("10 frozen beside 1,000"));
      figures.add(ratio("a set, p99, frozen to none", with.sets, without.sets));
      figures.add(ratio("received, p99, frozen to none", with.receipts, without.receipts));
      report.accept(figures);
      Waiting.result(client.close());
    }
  }

  private void turn(TimedWriter writer, Fleet readers, Turns turns) {
    write(writer, readers, rig.nanos(1));
    writer.forgetAnswers();
    turns.receipts.add(write(writer, readers, rig.nanos(SECONDS)));
    turns.sets.add(writer.answers());
  }

  private static Latencies write(TimedWriter writer, Fleet readers, long nanos) {
    Latencies receipts = new Latencies();
    readers.onReceipt((first, last) -> receipts.record(System.nanoTime() - writer.called(first)));
    Pace.keep(
        RATE,
        nanos * RATE / 1_000_000_000,
        i -> writer.set(ClosedLoop.name(writer.revision()), (double) writer.revision()));
    long expected = (writer.revision() - ClosedLoop.VARIABLES) * READERS / ClosedLoop.VARIABLES;
    readers.await(() -> readers.changes() == expected);
    return receipts;
  }

  private static Figure ratio(String name, List<Latencies> with, List<Latencies> without) {
    double ratio = Turns.median(with, 99) / Turns.median(without, 99);
    return new Figure(name, ratio, "×", Target.atMost(7, 1.1));
  }
}
