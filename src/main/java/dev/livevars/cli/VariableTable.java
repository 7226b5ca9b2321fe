package dev.livevars.cli;

import dev.livevars.model.Variable;
import dev.livevars.text.Cell;
import dev.livevars.text.ModelJson;
import dev.livevars.text.TextTable;
import java.util.List;

/** Prints variables. */
final class VariableTable {
  private VariableTable() {}

  static void print(Client client, List<Variable> variables) {
    if (client.json()) {
      variables.forEach(variable -> client.printJson(ModelJson.of(variable)));
      return;
    }
    TextTable table =
        new TextTable("NAME", "TYPE", "VALUE", "VERSION", "REVISION", "UPDATED", "SOURCE");
    for (Variable variable : variables) {
      table.add(
          variable.name(),
          variable.type().label(),
          Cell.of(variable.value()),
          String.valueOf(variable.version()),
          String.valueOf(variable.revision()),
          Cell.of(variable.updatedAt()),
          Cell.of(variable.source()));
    }
    table.lines().forEach(client.out()::println);
  }
}
