package dev.livevars.peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * Measures one system in one class of durability and appends the figures to a file. A measurement
 * that fails is told of there, and the next one goes on.
 */
public final class Driver {
  private final Peer peer;
  private final Durability durability;
  private final List<String> only;
  private final Path data;
  private final Report report;
  private final Measurements measurements;

  private Driver(Peer peer, Durability durability, List<String> only, Path data, Plan plan) {
    this.peer = peer;
    this.durability = durability;
    this.only = only;
    this.data = data;
    this.report = new Report(data.resolve("figures"), peer.name(), durability);
    this.measurements = new Measurements(peer, plan, report);
  }

  /**
   * Measures and exits.
   *
   * @param args the class of durability, the groups of figures wanted with commas between them, an
   *     empty folder for servers and figures, and usual or quick
   */
  public static void run(Peer peer, String... args) {
    new Driver(
            peer,
            Durability.parse(args[0]),
            Arrays.asList(args[1].split(",")),
            Path.of(args[2]),
            args[3].equals("quick") ? Plan.quick() : Plan.usual())
        .run();
    System.exit(0);
  }

  private void run() {
    attempt("version", () -> report.add(Figure.VERSION, peer.version()));
    attempt("note", () -> report.add(Figure.NOTE, peer.server(durability, folder()).note()));
    if (only.contains("latency")) {
      onServer("latency", measurements::latency);
    }
    if (only.contains("fan-out") && durability == Durability.MEMORY) {
      for (Spread spread : peer.spreads()) {
        for (int[] fanOut : Measurements.fanOuts()) {
          onServer("fan-out", server -> measurements.fanOut(server, spread, fanOut[0], fanOut[1]));
        }
      }
    }
    if (only.contains("memory") && durability == Durability.MEMORY) {
      for (Spread spread : peer.spreads()) {
        onServer("memory", server -> measurements.idle(server, spread));
      }
    }
    if (only.contains("sets")) {
      onServer("sets", measurements::sets);
    }
  }

  private void onServer(String what, Measurement measurement) {
    attempt(
        what,
        () -> {
          Path folder = folder();
          try (ServerProcess server = new ServerProcess(peer.server(durability, folder), folder)) {
            measurement.on(server);
          }
        });
  }

  private Path folder() throws IOException {
    return Files.createTempDirectory(data, "server");
  }

  private void attempt(String what, Attempt attempt) {
    try {
      attempt.make();
    } catch (Exception e) {
      report.progress("%s failed: %s".formatted(what, e));
      report.add(Figure.FAILURE, "%s: %s".formatted(what, e.getMessage()));
    }
  }

  @FunctionalInterface
  private interface Attempt {
    void make() throws Exception;
  }

  @FunctionalInterface
  private interface Measurement {
    void on(ServerProcess server) throws Exception;
  }
}
