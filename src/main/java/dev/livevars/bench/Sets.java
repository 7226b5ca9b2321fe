package dev.livevars.bench;

import dev.livevars.Livevars;
import dev.livevars.NodeOptions;
import dev.livevars.Variables;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Sets a second by the number of writers that wait for their answers, by store and by way. */
final class Sets {
  private static final int[] WRITERS = {1, 8, 64};
  private static final int MOST = 64;
  private static final double WARM_UP = 2;
  private static final double MEASURED = 3;

  private final Rig rig;

  Sets(Rig rig) {
    this.rig = rig;
  }

  void measure(Consumer<List<Figure>> report) {
    ofLocalNode("local, memory", NodeOptions.defaults(), Target.atLeast(6, 100_000), report);
    ofLocalNode(
        "local, SQLite full",
        NodeOptions.defaults().store("sqlite:" + rig.folder().resolve("sets.db")),
        Target.atLeast(6, 10_000),
        report);
    try (ServerProcess node = rig.serve()) {
      Variables variables = rig.connect(node);
      measure("gRPC, memory", rig.client(), variables, Target.atLeast(6, 20_000), report);
      Waiting.result(variables.close());
    }
  }

  private void ofLocalNode(
      String name, NodeOptions options, Target target, Consumer<List<Figure>> report) {
    Livevars node = Waiting.result(Livevars.deploy(rig.server(), options));
    measure(name, rig.server(), Variables.local(rig.server()), target, report);
    Waiting.result(node.close());
  }

  private void measure(
      String name, Vertx vertx, Variables variables, Target most, Consumer<List<Figure>> report) {
    ClosedLoop.register(variables);
    new ClosedLoop(vertx, variables, MOST).runFor(rig.nanos(WARM_UP));
    for (int writers : WRITERS) {
      @Nullable Target target = writers == MOST ? most : null;
      ClosedLoop loop = new ClosedLoop(vertx, variables, writers);
      loop.runFor(rig.nanos(WARM_UP / 2));
      report.accept(
          loop.measure("%s, %d writers".formatted(name, writers), rig.nanos(MEASURED), target));
    }
  }
}
