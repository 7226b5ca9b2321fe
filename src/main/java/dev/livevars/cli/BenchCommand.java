package dev.livevars.cli;

import static java.util.Objects.requireNonNull;

import dev.livevars.Variables;
import dev.livevars.bench.ClusterBench;
import dev.livevars.bench.Figure;
import dev.livevars.bench.Part;
import dev.livevars.bench.Rig;
import dev.livevars.text.Terminal;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Measures; it needs no server. */
@Command(
    name = "bench",
    description = {
      "Measure this machine. Without a part everything that the targets need, in",
      "about nine minutes. Where something crosses a socket, the node is a process of",
      "its own, with the -X flags of this one; for steady figures run java with",
      "-XX:+AlwaysPreTouch -Xms2g -Xmx2g. Figures are printed as they are known, and",
      "at the end the targets, beside what was measured, met or not. Standard error",
      "says what runs."
    })
final class BenchCommand implements Callable<Integer> {
  private static final String CLUSTER = "cluster";

  private @Nullable CommandSpec command;

  @Parameters(
      paramLabel = "PART",
      description = "What to measure (default: what the targets need).")
  private List<String> parts = List.of();

  @Option(names = "--json", description = "Print a JSON object a figure.")
  private boolean json;

  @Option(
      names = "--quick",
      description = "Try everything out, so short and small that the figures mean nothing.")
  private boolean quick;

  @Option(
      names = "--python",
      description = "The Python (default: venv/bin/python beside the jar, else python3).")
  private @Nullable String python;

  @Option(
      names = "--cluster",
      paramLabel = "HOST:PORT",
      split = ",",
      converter = Endpoint.Converter.class,
      description = "Measure nodes that run instead: set on the first, watched on the last.")
  private List<Endpoint> nodes = List.of();

  /** Names the parts in the help. */
  @Spec
  void describe(CommandSpec spec) {
    command = spec;
    spec.usageMessage()
        .footer(
            Stream.concat(
                    Stream.of("", "Parts, * if only when named:"),
                    Arrays.stream(Part.values()).map(BenchCommand::line))
                .toArray(String[]::new));
  }

  @Override
  public Integer call() {
    CommandLine line = requireNonNull(command).commandLine();
    if (!nodes.isEmpty() && !parts.isEmpty()) {
      throw new ParameterException(line, "--cluster measures nodes that run, without a part");
    }
    FigurePrinter printer = new FigurePrinter(line.getOut(), json);
    try (BenchProgress progress = new BenchProgress(line.getErr(), Terminal.isThereForErrors())) {
      if (nodes.isEmpty()) {
        measureParts(printer, progress);
      } else {
        progress.begin(1, 1, CLUSTER, "a change set on one node and watched on another");
        measure(rig -> cluster(rig).run(report(CLUSTER, printer, progress)));
        progress.end();
      }
    }
    printer.printTargets();
    return 0;
  }

  private void measureParts(FigurePrinter printer, BenchProgress progress) {
    List<Part> all = parts.isEmpty() ? Part.usual() : parts.stream().map(this::part).toList();
    for (int i = 0; i < all.size(); i++) {
      Part part = all.get(i);
      progress.begin(i + 1, all.size(), part.label(), part.what());
      measure(rig -> part.run(rig, report(part.label(), printer, progress)));
      progress.end();
    }
  }

  /** Everything is new for each part, so that none has what another one left. */
  private void measure(Consumer<Rig> measurement) {
    Vertx server = vertx();
    Vertx client = vertx();
    Rig rig = new Rig(server, client, python != null ? python : Python.usual(), quick);
    Thread interrupted = new Thread(rig::close, "end-bench");
    Runtime.getRuntime().addShutdownHook(interrupted);
    try {
      measurement.accept(rig);
    } finally {
      client.close().await();
      server.close().await();
      rig.close();
      Runtime.getRuntime().removeShutdownHook(interrupted);
    }
  }

  private ClusterBench cluster(Rig rig) {
    return new ClusterBench(rig, nodes.size(), client(rig, 0), client(rig, nodes.size() - 1));
  }

  private Variables client(Rig rig, int number) {
    return rig.connect(nodes.get(number).host(), nodes.get(number).port());
  }

  private static Consumer<List<Figure>> report(
      String part, FigurePrinter printer, BenchProgress progress) {
    return figures -> {
      progress.clear();
      printer.print(part, figures);
    };
  }

  private static String line(Part part) {
    return "  %-9s%s %s"
        .formatted(part.label(), Part.usual().contains(part) ? " " : "*", part.what());
  }

  private static Vertx vertx() {
    return Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
  }

  private Part part(String label) {
    return Arrays.stream(Part.values())
        .filter(part -> part.label().equals(label))
        .findFirst()
        .orElseThrow(
            () ->
                new ParameterException(
                    requireNonNull(command).commandLine(),
                    "'%s' is not a part; parts are %s".formatted(label, labels())));
  }

  private static String labels() {
    return Arrays.stream(Part.values()).map(Part::label).collect(Collectors.joining(", "));
  }
}
