package dev.livevars.peers;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** What is measured of each system, each on a server that was just started. */
final class Measurements {
  private static final long MANY = 1_000_000_000;
  private static final int[][] FAN_OUTS = {{1_000, 50}, {10_000, 5}};
  private static final int IDLE = 10_000;
  private static final int FEW = 100;

  private final Peer peer;
  private final Plan plan;
  private final Report report;

  Measurements(Peer peer, Plan plan, Report report) {
    this.peer = peer;
    this.plan = plan;
    this.report = report;
  }

  /** One watcher; the higher rate first, so that both find a server that is warm. */
  void latency(ServerProcess server) throws Exception {
    try (Watchers watchers = new Watchers(peer, server.port(), 1)) {
      watchers.open(1);
      flatOut(server, watchers, 1).warmUp(watchers.relay(), plan.warmUp());
      for (int rate : new int[] {1_000, 100}) {
        String title = "latency %,d/s".formatted(rate);
        report.progress(title);
        openLoop(watchers, 1, rate, plan.warmUp(), title);
      }
    }
  }

  void fanOut(ServerProcess server, Spread spread, int watchers, int rate) throws Exception {
    String title = spread.title(watchers);
    report.progress(title + " are opened");
    try (Watchers all = new Watchers(peer, server.port(), spread.connections(watchers))) {
      all.open(watchers);
      report.progress(title + " flat out to warm up");
      FlatOut flatOut = flatOut(server, all, watchers);
      flatOut.warmUp(all.relay(), plan.warmUp());
      report.progress("%s, %d/s".formatted(title, rate));
      openLoop(all, watchers, rate, 1, "%s, %d/s".formatted(title, rate));
      report.progress(title + " flat out");
      flatOut.measure(all.relay(), plan.shortly(), report, title + " flat out");
      report.add(title + ", merged changes", all.merged(), "");
    }
  }

  /** Memory and processor time of watchers to whom nothing happens, once they have settled. */
  void idle(ServerProcess server, Spread spread) throws Exception {
    String title = spread.title(IDLE);
    report.progress(title + " are idle");
    try (Watchers some = new Watchers(peer, server.port(), 1)) {
      some.open(FEW); // what comes with the first ones is not theirs
    }
    long before = footprint(server);
    try (Watchers watchers = new Watchers(peer, server.port(), spread.connections(IDLE))) {
      long begun = System.nanoTime();
      watchers.open(IDLE);
      report.add(title + " opened in", (System.nanoTime() - begun) / 1e9, "s");
      Waiting.untilNanoTime(System.nanoTime() + TimeUnit.SECONDS.toNanos(plan.warmUp()));
      long cpu = server.cpuNanos();
      long seconds = TimeUnit.SECONDS.toNanos(plan.idle());
      Waiting.untilNanoTime(System.nanoTime() + seconds);
      report.add(title + " idle, CPU", 100.0 * (server.cpuNanos() - cpu) / seconds, "% of a core");
      double grown = (footprint(server) - before) / 1024.0;
      report.add(title + " idle, memory each", grown / IDLE, "KiB");
      report.add(title + " idle, resident in all", server.residentBytes() / 1048576.0, "MiB");
    }
  }

  void sets(ServerProcess server) throws Exception {
    try (Client client = peer.connect(server.port())) {
      new Sets(client, plan.warmUp(), plan.shortly()).measure(report);
    }
  }

  static int[][] fanOuts() {
    return FAN_OUTS;
  }

  private long footprint(ServerProcess server) throws IOException {
    return server.residentBytes() + peer.liveHeap(server.pid());
  }

  private static FlatOut flatOut(ServerProcess server, Watchers all, int watchers) {
    return new FlatOut(server, all.writer(), Watchers.NAME, watchers, all.numbers(MANY));
  }

  private void openLoop(Watchers all, int watchers, int rate, int warmUp, String title) {
    new OpenLoop(all.writer(), Watchers.NAME, watchers, rate, warmUp, plan.latency())
        .measure(all.relay(), all.numbers(MANY), report, title);
  }
}
