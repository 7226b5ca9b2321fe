package dev.livevars.cli;

import dev.livevars.Variables;
import dev.livevars.model.WatcherInfo;
import dev.livevars.text.Cell;
import dev.livevars.text.ModelJson;
import dev.livevars.text.Terminal;
import dev.livevars.text.TextTable;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Reads who watches. */
@Command(name = "watchers", description = "Read who watches the session, oldest first.")
final class WatchersCommand implements Runnable {
  private static final long EVERY_MS = 1_000;

  @Mixin private Client client;

  @Option(
      names = "--follow",
      description = "Show them again every second until interrupted, in place on a terminal.")
  private boolean follow;

  @Option(
      names = "--count",
      paramLabel = "N",
      defaultValue = "0",
      description = "With --follow, stop after N times (default: 0, never).")
  private long count;

  @Override
  public void run() {
    if (count < 0) {
      throw client.badUsage("--count is 0 (without end) or more");
    }
    Consumer<List<WatcherInfo>> show =
        follow && !client.json() && Terminal.isThere() ? inPlace() : this::print;
    if (follow) {
      client.call(variables -> followOn(variables, show));
    } else {
      show.accept(client.call(Variables::listWatchers));
    }
  }

  /** Shows them now, and again until it was often enough. */
  private Future<Void> followOn(Variables variables, Consumer<List<WatcherInfo>> show) {
    Promise<Void> done = Promise.promise();
    showAgain(variables, show, 1, done);
    return done.future();
  }

  private void showAgain(
      Variables variables, Consumer<List<WatcherInfo>> show, long times, Promise<Void> done) {
    variables
        .listWatchers()
        .onFailure(done::fail)
        .onSuccess(
            watchers -> {
              show.accept(watchers);
              if (times == count) {
                done.complete();
              } else {
                Vertx.currentContext()
                    .owner()
                    .setTimer(EVERY_MS, timer -> showAgain(variables, show, times + 1, done));
              }
            });
  }

  private Consumer<List<WatcherInfo>> inPlace() {
    Terminal terminal = new Terminal(client.out());
    return watchers -> terminal.show(table(watchers).lines());
  }

  private void print(List<WatcherInfo> watchers) {
    if (client.json()) {
      watchers.forEach(watcher -> client.printJson(ModelJson.of(watcher)));
    } else {
      table(watchers).lines().forEach(client.out()::println);
    }
    client.out().flush();
  }

  private static TextTable table(List<WatcherInfo> watchers) {
    TextTable table =
        new TextTable(
            "ID",
            "LABEL",
            "KIND",
            "NODE",
            "PEER",
            "SELECTORS",
            "SINCE",
            "DELIVERED",
            "FILTERED",
            "CONFLATED",
            "PENDING",
            "LAG");
    watchers.forEach(watcher -> add(table, watcher));
    return table;
  }

  private static void add(TextTable table, WatcherInfo watcher) {
    table.add(
        watcher.id(),
        Cell.of(watcher.label()),
        watcher.kind().name().toLowerCase(Locale.ROOT),
        Cell.of(watcher.node()),
        Cell.of(watcher.peer()),
        watcher.selectors().isEmpty() ? "**" : Cell.of(String.join(",", watcher.selectors())),
        Cell.of(watcher.since()),
        String.valueOf(watcher.delivered()),
        String.valueOf(watcher.filtered()),
        String.valueOf(watcher.conflated()),
        String.valueOf(watcher.pending()),
        "%d rev, %d ms".formatted(watcher.lagRevisions(), watcher.lagMillis()));
  }
}
