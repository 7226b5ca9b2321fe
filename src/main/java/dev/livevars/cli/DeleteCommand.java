package dev.livevars.cli;

import dev.livevars.model.Command.DeleteVariable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Deletes a variable. */
@Command(name = "delete", description = "Delete a variable.")
final class DeleteCommand implements Runnable {
  @Mixin private Client client;

  @Parameters(paramLabel = "NAME", description = "The name.")
  private String name;

  @Option(
      names = "--expected-version",
      paramLabel = "N",
      description = "Refuse unless the variable has this version.")
  private @Nullable Long expectedVersion;

  @Option(names = "--source", defaultValue = "cli", description = "Who deletes (default: cli).")
  private String source;

  @Override
  public void run() {
    long revision =
        client.call(
            variables ->
                variables
                    .provider()
                    .call(new DeleteVariable(client.session(), name, expectedVersion, source)));
    if (client.json()) {
      client.printJson(line -> line.field("name", name).field("revision", revision));
    } else {
      client.out().printf("deleted %s at revision %d%n", name, revision);
    }
  }
}
