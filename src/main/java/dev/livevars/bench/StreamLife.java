package dev.livevars.bench;

import java.util.List;
import java.util.function.Consumer;

/**
 * Opening many watches over gRPC until all are live, what each takes of the server's heap, and
 * closing them, one by one or with their connections, until the node has forgotten them. First of a
 * node that has just started, then again.
 */
final class StreamLife {
  private static final int CONNECTIONS = 10;
  private static final int STREAMS = 10_000;
  private static final Target OPENED = Target.atMost(5, 5);
  private static final Target HEAP = Target.atMost(5, 8_000);

  private final Rig rig;
  private final int streams;
  private final String name;

  StreamLife(Rig rig) {
    this.rig = rig;
    this.streams = rig.count(STREAMS);
    this.name = "%,d streams".formatted(streams);
  }

  void measure(Consumer<List<Figure>> report) {
    try (ServerProcess node = rig.serve()) {
      node.heap(); // loads what measuring needs
      long before = node.heap();
      try (Fleet fleet = connect(node)) {
        report.accept(List.of(open(fleet, "opening " + name).to(OPENED)));
        double heap = (double) (node.heap() - before) / streams;
        report.accept(List.of(new Figure("server heap a stream", heap, "B", HEAP)));
        report.accept(List.of(closed(node, "cancelling " + name, fleet::cancelAll)));
      }
      try (Fleet fleet = connect(node)) {
        report.accept(List.of(open(fleet, "opening " + name + " again")));
        report.accept(List.of(closed(node, "closing the connections of " + name, fleet::close)));
      }
      double left = (double) (node.heap() - before) / streams;
      report.accept(List.of(new Figure("server heap left by a stream", left, "B")));
    }
  }

  private Fleet connect(ServerProcess node) {
    return new Fleet(rig.client(), node, CONNECTIONS, RawHttp2.NO_LIMIT);
  }

  private Figure open(Fleet fleet, String what) {
    long begun = System.nanoTime();
    fleet.open(streams, stream -> List.of("bench.stream"));
    return seconds(what, begun);
  }

  private static Figure closed(ServerProcess node, String what, Runnable close) {
    long begun = System.nanoTime();
    close.run();
    node.awaitNoWatchers();
    return seconds(what, begun);
  }

  private static Figure seconds(String what, long begun) {
    return new Figure(what, (System.nanoTime() - begun) / 1e9, "s");
  }
}
