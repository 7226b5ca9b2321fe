package dev.livevars.cli;

import dev.livevars.model.Constraints;
import dev.livevars.model.Constraints.ChoiceConstraints;
import dev.livevars.model.Constraints.EmbeddingConstraints;
import dev.livevars.model.Constraints.FloatConstraints;
import dev.livevars.model.Constraints.IntegerConstraints;
import dev.livevars.model.Constraints.ModuleConstraints;
import dev.livevars.model.Constraints.StringConstraints;
import dev.livevars.model.Constraints.TensorConstraints;
import dev.livevars.model.DType;
import dev.livevars.model.VariableType;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** The limits of a new variable; one that its type does not have is bad usage. */
final class ConstraintOptions {
  private static final Map<VariableType, Set<String>> FITTING =
      new TreeMap<>(
          Map.of(
              VariableType.FLOAT, Set.of("--min", "--max", "--step", "--allow-non-finite"),
              VariableType.INTEGER, Set.of("--min", "--max", "--step"),
              VariableType.STRING, Set.of("--min-length", "--max-length", "--pattern"),
              VariableType.BOOLEAN, Set.of(),
              VariableType.CHOICE, Set.of("--choices"),
              VariableType.MODULE, Set.of("--choices", "--namespace", "--pattern"),
              VariableType.EMBEDDING, Set.of("--dimensions", "--max-norm"),
              VariableType.TENSOR, Set.of("--dtype", "--shape")));

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(names = "--min", description = "float, integer: the least value.")
  private @Nullable BigDecimal min;

  @Option(names = "--max", description = "float, integer: the greatest value.")
  private @Nullable BigDecimal max;

  @Option(names = "--step", description = "float, integer: values are min plus whole steps.")
  private @Nullable BigDecimal step;

  @Option(names = "--allow-non-finite", description = "float: NaN and the infinities are values.")
  private boolean allowNonFinite;

  @Option(names = "--min-length", description = "string: the least number of characters.")
  private @Nullable Integer minLength;

  @Option(names = "--max-length", description = "string: the greatest number of characters.")
  private @Nullable Integer maxLength;

  @Option(names = "--pattern", description = "string, module: RE2 for the whole value.")
  private @Nullable String pattern;

  @Option(names = "--choices", split = ",", description = "choice, module: a,b,c.")
  private List<String> choices = List.of();

  @Option(names = "--namespace", description = "module: the dotted prefix.")
  private @Nullable String namespace;

  @Option(names = "--dimensions", description = "embedding: the number of elements.")
  private @Nullable Integer dimensions;

  @Option(names = "--max-norm", description = "embedding: the greatest Euclidean norm.")
  private @Nullable Double maxNorm;

  @Option(names = "--dtype", description = "tensor: float32, float64, int32, int64, bool, uint8.")
  private @Nullable DType dtype;

  @Option(names = "--shape", split = ",", description = "tensor: 2,3; -1 is any.")
  private @Nullable List<Long> shape;

  @Option(names = "--read-only", description = "Nobody sets the value.")
  private boolean readOnly;

  /** The constraints of a variable of this type. */
  Constraints of(VariableType type) {
    refuseOthers(type);
    return switch (type) {
      case FLOAT ->
          new FloatConstraints(decimal(min), decimal(max), decimal(step), allowNonFinite, readOnly);
      case INTEGER ->
          new IntegerConstraints(
              whole("--min", min), whole("--max", max), whole("--step", step), readOnly);
      case STRING -> new StringConstraints(minLength, maxLength, pattern, readOnly);
      case BOOLEAN -> Constraints.ofBoolean().readOnly(readOnly);
      case CHOICE -> new ChoiceConstraints(choices, readOnly);
      case MODULE -> new ModuleConstraints(choices, namespace, pattern, readOnly);
      case EMBEDDING -> new EmbeddingConstraints(dimensions, maxNorm, readOnly);
      case TENSOR -> new TensorConstraints(dtype, shape, readOnly);
    };
  }

  private void refuseOthers(VariableType type) {
    ParseResult parsed = command.commandLine().getParseResult();
    Set<String> fitting = FITTING.getOrDefault(type, Set.of());
    for (Set<String> names : FITTING.values()) {
      for (String name : names) {
        if (parsed.hasMatchedOption(name) && !fitting.contains(name)) {
          throw badUsage("%s is not for type %s".formatted(name, type.label()));
        }
      }
    }
  }

  private static @Nullable Double decimal(@Nullable BigDecimal number) {
    return number == null ? null : number.doubleValue();
  }

  private @Nullable Long whole(String name, @Nullable BigDecimal number) {
    try {
      return number == null ? null : number.longValueExact();
    } catch (ArithmeticException e) {
      throw badUsage("%s of an integer is a whole number of 64 bits".formatted(name));
    }
  }

  private ParameterException badUsage(String message) {
    return new ParameterException(command.commandLine(), message);
  }
}
