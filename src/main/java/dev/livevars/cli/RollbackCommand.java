package dev.livevars.cli;

import dev.livevars.model.Variable;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Sets a variable to a past value. */
@Command(
    name = "rollback",
    description = "Set a variable to the value that it had at a version, as a new version.")
final class RollbackCommand implements Runnable {
  @Mixin private Client client;

  @Parameters(paramLabel = "NAME", description = "The name.")
  private String name;

  @Parameters(paramLabel = "VERSION", description = "A version that 'history' shows.")
  private long version;

  @Option(names = "--source", defaultValue = "cli", description = "Who writes (default: cli).")
  private String source;

  @Override
  public void run() {
    Variable variable =
        client.call(variables -> variables.withSource(source).rollback(name, version));
    VariableTable.print(client, List.of(variable));
  }
}
