package dev.livevars.cli;

import dev.livevars.RemoteOptions;
import dev.livevars.Variables;
import dev.livevars.bench.Bench;
import dev.livevars.bench.ClusterBench;
import dev.livevars.bench.Figure;
import dev.livevars.bench.StoreBench;
import dev.livevars.bench.WatchBench;
import dev.livevars.text.JsonLine;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.stream.Stream;
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
      "share one process. With --store: what durability costs, and how start-up time and file grow",
      "with the history; takes two minutes. With --watch: filters, pacing, catching up and frozen",
      "watchers; takes three minutes. With --cluster: a change set on the first of the given nodes",
      "and watched on the last; takes a minute. For steady figures run java with -XX:+AlwaysPreTouch."
    })
final class BenchCommand implements Callable<Integer> {
  @Spec private CommandSpec command;

  @Option(names = "--json", description = "Print a JSON object a figure.")
  private boolean json;

  @Option(names = "--store", description = "Measure the SQLite store, in a temporary folder.")
  private boolean store;

  @Option(names = "--watch", description = "Measure what watchers ask for, and slow ones.")
  private boolean watch;

  @Option(
      names = "--cluster",
      paramLabel = "HOST:PORT",
      split = ",",
      converter = Endpoint.Converter.class,
      description = "Measure nodes that run, from the first to the last.")
  private List<Endpoint> nodes = List.of();

  @Override
  public Integer call() throws IOException {
    PrintWriter out = command.commandLine().getOut();
    Vertx server = vertx();
    Vertx client = vertx();
    try {
      Consumer<List<Figure>> report = figures -> figures.forEach(figure -> print(out, figure));
      if (store) {
        benchStore(server, report);
      } else if (!nodes.isEmpty()) {
        new ClusterBench(client, remote(client, 0), remote(client, nodes.size() - 1)).run(report);
      } else if (watch) {
        new WatchBench(server, client).run(report);
      } else {
        new Bench(server, client).run(report);
      }
    } finally {
      client.close();
      server.close();
    }
    return 0;
  }

  private Variables remote(Vertx client, int number) {
    Endpoint node = nodes.get(number);
    return Variables.remote(client, RemoteOptions.of(node.host(), node.port()));
  }

  private static void benchStore(Vertx vertx, Consumer<List<Figure>> report) throws IOException {
    Path folder = Files.createTempDirectory("livevars-bench");
    try {
      new StoreBench(vertx, folder).run(report);
    } finally {
      try (Stream<Path> files = Files.list(folder)) {
        for (Path file : files.toList()) {
          Files.delete(file);
        }
      }
      Files.delete(folder);
    }
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
