package dev.livevars.cli;

import dev.livevars.model.Command.RegisterVariable;
import dev.livevars.model.Constraints;
import dev.livevars.model.Value;
import dev.livevars.model.Variable;
import dev.livevars.model.VariableType;
import dev.livevars.text.ValueText;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Brings a variable into being. */
@Command(name = "register", description = "Bring a variable into being.")
final class RegisterCommand implements Runnable {
  @Mixin private Client client;
  @Mixin private ConstraintOptions limits;

  @Parameters(paramLabel = "NAME", description = "The dotted name.")
  private String name;

  @Parameters(
      paramLabel = "VALUE",
      description = "0.7, 42, true, text, [0.1, 0.2] for an embedding, [[1, 2]] for a tensor.")
  private String value;

  @Option(
      names = "--type",
      description =
          "float, integer, string, boolean, choice, module, embedding, tensor"
              + " (default: what the value looks like).")
  private @Nullable VariableType type;

  @Option(names = "--description", defaultValue = "", description = "For people.")
  private String description;

  @Option(names = "--meta", paramLabel = "KEY=VALUE", description = "For programs; may repeat.")
  private Map<String, String> metadata = Map.of();

  @Option(
      names = "--if-absent",
      description = "Answer a variable that exists with equal limits instead of refusing.")
  private boolean ifAbsent;

  @Option(names = "--source", defaultValue = "cli", description = "Who writes (default: cli).")
  private String source;

  @Override
  public void run() {
    Value inferred = ValueText.infer(value);
    Constraints constraints = limits.of(type != null ? type : VariableType.of(inferred));
    Value first = type != null ? ValueText.parse(value, constraints) : inferred;
    Variable variable =
        client.call(
            variables ->
                variables
                    .provider()
                    .call(
                        new RegisterVariable(
                            client.session(),
                            name,
                            first,
                            constraints,
                            description,
                            metadata,
                            ifAbsent,
                            source)));
    VariableTable.print(client, List.of(variable));
  }
}
