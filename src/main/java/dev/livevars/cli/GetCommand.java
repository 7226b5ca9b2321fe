package dev.livevars.cli;

import dev.livevars.model.Command.BatchGetResult;
import dev.livevars.model.LivevarsException;
import dev.livevars.model.Reason;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Reads variables in one consistent cut. */
@Command(name = "get", description = "Read variables, all at one revision.")
final class GetCommand implements Runnable {
  @Mixin private Client client;

  @Parameters(paramLabel = "NAME", arity = "1..*", description = "The names.")
  private List<String> names;

  @Override
  public void run() {
    BatchGetResult found =
        client.call(variables -> variables.getMany(names.toArray(String[]::new)));
    if (!found.variables().isEmpty()) {
      VariableTable.print(client, found.variables());
    }
    if (!found.missing().isEmpty()) {
      throw new LivevarsException(
          Reason.VARIABLE_NOT_FOUND,
          "session '%s' has no variable '%s'"
              .formatted(client.session(), String.join("', '", found.missing())));
    }
  }
}
