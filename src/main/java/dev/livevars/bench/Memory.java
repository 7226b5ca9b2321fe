package dev.livevars.bench;

import dev.livevars.Watch;
import dev.livevars.WatchOptions;
import io.vertx.core.Future;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * The heap that watches take, after a full collection: over gRPC of the server's process, by
 * clients, which are connections, streams of each and names that each stream watches; in the JVM of
 * the node by watchers of one name that share a handler.
 */
final class Memory {
  private static final int LOCAL = 100_000;
  private static final int AT_ONCE = 1_000;

  private static final List<Cell> GRID =
      List.of(
          new Cell(1, 100, 1),
          new Cell(1, 1_000, 1),
          new Cell(10, 100, 1),
          new Cell(100, 10, 1),
          new Cell(100, 100, 1),
          new Cell(10, 100, 10),
          new Cell(10, 100, 100));

  private final Rig rig;

  private record Cell(int clients, int streams, int watchings) {}

  Memory(Rig rig) {
    this.rig = rig;
  }

  void measure(Consumer<List<Figure>> report) {
    try (ServerProcess node = rig.serve()) {
      open(node, new Cell(1, 1, 1)); // loads what is loaded once
      for (Cell cell : GRID) {
        double bytes = open(node, cell);
        report.accept(List.of(new Figure(name(cell), bytes, "B")));
      }
    }
    try (LocalNode node = new LocalNode(rig.server())) {
      report.accept(List.of(local(node)));
    }
  }

  private String name(Cell cell) {
    return "heap a stream, %,d clients × %,d streams × %,d watchings"
        .formatted(cell.clients(), streams(cell), cell.watchings());
  }

  private int streams(Cell cell) {
    return rig.count(cell.streams());
  }

  private double open(ServerProcess node, Cell cell) {
    long before = node.heap();
    int all = cell.clients() * streams(cell);
    try (Fleet fleet = new Fleet(rig.client(), node, cell.clients(), RawHttp2.NO_LIMIT)) {
      fleet.open(all, stream -> names(stream, cell.watchings()));
      return (double) (node.heap() - before) / all;
    } finally {
      node.awaitNoWatchers();
    }
  }

  private static List<String> names(int stream, int count) {
    return IntStream.range(0, count).mapToObj(i -> "bench.s%d.w%d".formatted(stream, i)).toList();
  }

  private Figure local(LocalNode node) {
    int watchers = rig.count(LOCAL);
    long before = heap();
    for (int i = 0; i < watchers; i += AT_ONCE) {
      Waiting.result(node.other().call(() -> watch(node, Math.min(AT_ONCE, watchers))));
    }
    double bytes = (double) (heap() - before) / watchers;
    return new Figure(
        "heap a local watcher, %,d watchers".formatted(watchers),
        bytes,
        "B",
        Target.atMost(5, 350));
  }

  private static Future<?> watch(LocalNode node, int count) {
    List<Future<Watch>> opened = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      opened.add(node.variables().watch(WatchOptions.of("bench.local"), change -> {}));
    }
    return Future.all(opened);
  }

  private static long heap() {
    return Heap.used(ManagementFactory.getMemoryMXBean());
  }
}
