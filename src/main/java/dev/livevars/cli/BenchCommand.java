package dev.livevars.cli;

import dev.livevars.bench.Bench;
import dev.livevars.bench.Figure;
import dev.livevars.text.JsonLine;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures; it needs no server. */
@Command(
    name = "bench",
    description = {
      "First figures of this machine: the cost of a local delivery, the latency over gRPC and",
      "the fan-out to 1,000 streams. Takes about a minute and needs no server: node and clients",
      "share one process. For steady figures run java with -XX:+AlwaysPreTouch."
    })
final class BenchCommand implements Callable<Integer> {
  @Spec private CommandSpec command;

  @Option(names = "--json", description = "Print a JSON object a figure.")
  private boolean json;

  @Override
  public Integer call() {
    PrintWriter out = command.commandLine().getOut();
    Vertx server = vertx();
    Vertx client = vertx();
    try {
      new Bench(server, client).run(figures -> figures.forEach(figure -> print(out, figure)));
    } finally {
      client.close();
      server.close();
    }
    return 0;
  }

  private void print(PrintWriter out, Figure figure) {
    out.println(
        json
            ? JsonLine.of(
                line ->
                    line.field("name", figure.name())
                        .field("value", figure.value())
                        .field("unit", figure.unit()))
            : "%-60s %,14.1f %s".formatted(figure.name(), figure.value(), figure.unit()));
    out.flush();
  }

  private static Vertx vertx() {
    return Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
  }
}
