package dev.livevars.cli;

import dev.livevars.Variables;
import dev.livevars.model.Command.SetResult;
import dev.livevars.text.JsonLine;
import dev.livevars.text.ModelJson;
import dev.livevars.text.ValueText;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Sets a value; reads the variable first, whose type says what the text means. */
@Command(name = "set", description = "Set a variable's value.")
final class SetCommand implements Runnable {
  @Mixin private Client client;

  @Parameters(paramLabel = "NAME", description = "The name.")
  private String name;

  @Parameters(paramLabel = "VALUE", description = "The value, written as the variable's type is.")
  private String value;

  @Option(
      names = "--expected-version",
      paramLabel = "N",
      description = "Refuse unless the variable has this version.")
  private @Nullable Long expectedVersion;

  @Option(
      names = "--meta",
      paramLabel = "KEY=VALUE",
      description = "Put over the variable's metadata; may repeat.")
  private Map<String, String> metadata = Map.of();

  @Option(names = "--source", defaultValue = "cli", description = "Who writes (default: cli).")
  private String source;

  @Override
  public void run() {
    SetResult result = client.call(this::set);
    if (client.json()) {
      JsonLine.Fields variable = ModelJson.of(result.variable());
      client.printJson(line -> line.field("variable", variable).field("changed", result.changed()));
      return;
    }
    VariableTable.print(client, List.of(result.variable()));
    if (!result.changed()) {
      client.out().println("unchanged: it had this value already");
    }
  }

  private Future<SetResult> set(Variables variables) {
    return variables
        .get(name)
        .compose(
            present ->
                variables
                    .withSource(source)
                    .set(
                        name,
                        ValueText.parse(value, present.constraints()),
                        metadata,
                        expectedVersion));
  }
}
