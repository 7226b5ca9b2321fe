package dev.livevars.bench;

import dev.livevars.bench.Broadcast.Rate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How a change gets to many streams: at a rate that leaves time, and as fast as it goes. The node
 * keeps its variables in memory and is warmed up flat out.
 */
final class FanOut {
  private static final int CONNECTIONS = 10;
  private static final double WARM_UP = 3;
  private static final double MEASURED = 6;

  private static final List<Size> SIZES =
      List.of(
          new Size(100, 100, 8, Target.atMost(3, 1_000), null),
          new Size(1_000, 50, 8, Target.atMost(3, 5_000), Target.atLeast(4, 800_000)),
          new Size(10_000, 5, 20, Target.atMost(3, 80_000), Target.atLeast(4, 500_000)));

  private final Rig rig;

  private record Size(int streams, int rate, int seconds, Target p99, @Nullable Target aCore) {}

  FanOut(Rig rig) {
    this.rig = rig;
  }

  void measure(Consumer<List<Figure>> report) {
    for (Size size : SIZES) {
      try (ServerProcess node = rig.serve();
          Broadcast broadcast = new Broadcast(rig, node, CONNECTIONS, rig.count(size.streams()))) {
        report.accept(measure(size, broadcast));
      }
    }
  }

  private List<Figure> measure(Size size, Broadcast broadcast) {
    String name = "fan-out to %,d streams".formatted(rig.count(size.streams()));
    broadcast.flatOut(rig.nanos(WARM_UP));
    Rate rate = broadcast.flatOut(rig.nanos(MEASURED));
    broadcast.paced(size.rate(), rig.nanos(1));
    Latencies latencies = broadcast.paced(size.rate(), rig.nanos(size.seconds()));
    List<Figure> figures =
        new ArrayList<>(
            latencies.figures(
                "%s, %d sets/s, set called → received".formatted(name, size.rate()),
                null,
                size.p99()));
    figures.add(
        new Figure(
            name + " flat out, of the server's core", rate.aCoreSecond(), "/s", size.aCore()));
    figures.add(new Figure(name + " flat out", rate.aSecond(), "/s"));
    figures.add(new Figure(name + " flat out, changes a message", rate.aMessage(), ""));
    return figures;
  }
}
