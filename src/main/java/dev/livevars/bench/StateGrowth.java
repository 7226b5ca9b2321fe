package dev.livevars.bench;

import dev.livevars.Variables;
import dev.livevars.model.Constraints;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongFunction;

/**
 * What a set over gRPC costs the server, and how much heap it holds, while there are more and more
 * variables in a session, or sessions of one variable.
 */
final class StateGrowth {
  private static final int[] VARIABLES = {1, 10, 100, 1_000, 10_000, 100_000};
  private static final int[] SESSIONS = {1, 10, 100, 1_000, 10_000};
  private static final int WRITERS = 64;
  private static final String NAME = "bench.v";

  private final Rig rig;

  StateGrowth(Rig rig) {
    this.rig = rig;
  }

  void measure(Consumer<List<Figure>> report) {
    try (ServerProcess node = rig.serve()) {
      ofVariables(node, report);
    }
    try (ServerProcess node = rig.serve()) {
      ofSessions(node, report);
    }
  }

  private void ofVariables(ServerProcess node, Consumer<List<Figure>> report) {
    Variables client = rig.connect(node);
    AtomicLong held = new AtomicLong();
    for (int variables : rig.counts(VARIABLES)) {
      new ClosedLoop(
              rig.client(),
              WRITERS,
              number -> client.register(NAME + held.getAndIncrement(), 0.0, Constraints.ofFloat()))
          .run(variables - held.intValue());
      report.accept(
          cost(
              node,
              "variables",
              variables,
              number -> client.set(NAME + number % variables, number / 1e3)));
    }
    Waiting.result(client.close());
  }

  private void ofSessions(ServerProcess node, Consumer<List<Figure>> report) {
    Variables client = rig.connect(node);
    List<Variables> held = new ArrayList<>();
    for (int sessions : rig.counts(SESSIONS)) {
      while (held.size() < sessions) {
        String id = "bench-" + held.size();
        Waiting.result(client.sessions().create(id, null, Map.of()));
        held.add(client.inSession(id));
        Waiting.result(held.get(held.size() - 1).register(NAME, 0.0, Constraints.ofFloat()));
      }
      report.accept(
          cost(
              node,
              "sessions",
              sessions,
              number -> held.get((int) (number % sessions)).set(NAME, number / 1e3)));
    }
    Waiting.result(client.close());
  }

  private List<Figure> cost(
      ServerProcess node, String dimension, int number, LongFunction<Future<?>> set) {
    ClosedLoop loop = new ClosedLoop(rig.client(), WRITERS, set);
    loop.runFor(rig.nanos(2));
    long cpu = node.cpuNanos();
    AtomicLong sets = new AtomicLong();
    new ClosedLoop(
            rig.client(),
            WRITERS,
            next -> {
              sets.incrementAndGet();
              return set.apply(next);
            })
        .runFor(rig.nanos(4));
    double micros = (node.cpuNanos() - cpu) / 1e3 / sets.get();
    return List.of(
        Figure.by(dimension, number, "server's processor time a set", micros, "µs"),
        Figure.by(dimension, number, "server's heap", node.heap() / 1_048_576.0, "MiB"));
  }
}
