package dev.livevars.cli;

import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Reads the variables that match. */
@Command(name = "list", description = "Read the variables that match, by name.")
final class ListCommand implements Runnable {
  @Mixin private Client client;

  @Parameters(
      paramLabel = "SELECTOR",
      arity = "0..*",
      description = "Names and globs: * within a dotted part, ** across parts (default: all).")
  private List<String> selectors = List.of();

  @Override
  public void run() {
    VariableTable.print(
        client, client.call(variables -> variables.list(selectors.toArray(String[]::new))));
  }
}
