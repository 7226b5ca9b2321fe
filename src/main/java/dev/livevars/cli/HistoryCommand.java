package dev.livevars.cli;

import dev.livevars.model.HistoricValue;
import dev.livevars.text.Cell;
import dev.livevars.text.ModelJson;
import dev.livevars.text.TextTable;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Reads the versions of a variable. */
@Command(
    name = "history",
    description = "Read a variable's versions, the present one first; also of one that is deleted.")
final class HistoryCommand implements Runnable {
  @Mixin private Client client;

  @Parameters(paramLabel = "NAME", description = "The name.")
  private String name;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "100",
      description = "The most versions wanted, at most 10000 (default: 100).")
  private int limit;

  @Override
  public void run() {
    List<HistoricValue> versions = client.call(variables -> variables.history(name, limit));
    if (client.json()) {
      versions.forEach(version -> client.printJson(ModelJson.of(version)));
      return;
    }
    TextTable table = new TextTable("VERSION", "KIND", "VALUE", "REVISION", "TIME", "SOURCE");
    for (HistoricValue version : versions) {
      table.add(
          String.valueOf(version.version()),
          version.kind().name(),
          Cell.of(version.value()),
          String.valueOf(version.revision()),
          Cell.of(version.time()),
          Cell.of(version.source()));
    }
    table.lines().forEach(client.out()::println);
  }
}
