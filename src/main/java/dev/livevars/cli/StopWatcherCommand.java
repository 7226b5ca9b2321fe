package dev.livevars.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Ends anybody's watch. */
@Command(name = "stop-watcher", description = "End a watch; its owner is told STOPPED.")
final class StopWatcherCommand implements Runnable {
  @Mixin private Client client;

  @Parameters(paramLabel = "ID", description = "The id that 'watchers' shows.")
  private String id;

  @Override
  public void run() {
    client.call(variables -> variables.stopWatcher(id));
    if (client.json()) {
      client.printJson(line -> line.field("watcher_id", id));
    } else {
      client.out().println("stopped " + id);
    }
  }
}
