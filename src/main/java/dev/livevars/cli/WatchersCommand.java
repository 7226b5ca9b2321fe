package dev.livevars.cli;

import dev.livevars.Variables;
import dev.livevars.model.WatcherInfo;
import dev.livevars.text.Cell;
import dev.livevars.text.ModelJson;
import dev.livevars.text.TextTable;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Reads who watches. */
@Command(name = "watchers", description = "Read who watches the session, oldest first.")
final class WatchersCommand implements Runnable {
  @Mixin private Client client;

  @Override
  public void run() {
    List<WatcherInfo> watchers = client.call(Variables::listWatchers);
    if (client.json()) {
      watchers.forEach(watcher -> client.printJson(ModelJson.of(watcher)));
      return;
    }
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
            "PENDING",
            "LAG");
    watchers.forEach(watcher -> add(table, watcher));
    table.lines().forEach(client.out()::println);
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
        String.valueOf(watcher.pending()),
        "%d rev, %d ms".formatted(watcher.lagRevisions(), watcher.lagMillis()));
  }
}
