package dev.livevars.cli;

import dev.livevars.Variables;
import dev.livevars.model.Constraints;
import dev.livevars.model.Constraints.ChoiceConstraints;
import dev.livevars.model.LivevarsException;
import dev.livevars.model.Value;
import dev.livevars.model.ValueRule;
import dev.livevars.model.Variable;
import dev.livevars.text.SessionFile;
import io.vertx.core.Future;
import java.util.stream.Stream;

/**
 * How a variable that exists is brought to what a file says: by a set and changes of constraints
 * where these suffice, so that its watchers see no more than that; else it is deleted and
 * registered again.
 */
final class Replacement {
  private final Variables variables;
  private final Variable present;
  private final SessionFile.Entry wanted;

  Replacement(Variables variables, Variable present, SessionFile.Entry wanted) {
    this.variables = variables;
    this.present = present;
    this.wanted = wanted;
  }

  /** Registers a variable that does not exist. */
  static Future<Variable> register(Variables variables, SessionFile.Entry entry) {
    return variables.register(
        entry.name(), entry.value(), entry.constraints(), entry.description(), entry.metadata());
  }

  Future<?> run() {
    if (!reachable()) {
      return variables.delete(wanted.name()).compose(gone -> register(variables, wanted));
    }
    boolean equal =
        wanted.value().equals(present.value()) && wanted.metadata().equals(present.metadata());
    if (equal) {
      return constrain(present.constraints(), wanted.constraints());
    }
    Constraints meanwhile = meanwhile();
    return constrain(present.constraints(), meanwhile)
        .compose(open -> variables.set(wanted.name(), wanted.value(), wanted.metadata(), null))
        .compose(set -> constrain(meanwhile, wanted.constraints()));
  }

  /** No call changes a type or a description, or takes metadata away. */
  private boolean reachable() {
    return present.type() == wanted.constraints().type()
        && present.description().equals(wanted.description())
        && wanted.metadata().keySet().containsAll(present.metadata().keySet());
  }

  /** Constraints that both values satisfy, those of before or after if possible. */
  private Constraints meanwhile() {
    if (!present.constraints().readOnly() && accepts(present.constraints(), wanted.value())) {
      return present.constraints();
    }
    return accepts(wanted.constraints(), present.value())
        ? wanted.constraints().readOnly(false)
        : loose();
  }

  private Constraints loose() {
    return switch (present.type()) {
      case FLOAT -> Constraints.ofFloat().allowNonFinite(true);
      case CHOICE ->
          Constraints.ofChoice(
              Stream.of(present.constraints(), wanted.constraints())
                  .flatMap(limits -> ((ChoiceConstraints) limits).choices().stream())
                  .distinct()
                  .toArray(String[]::new));
      default -> Constraints.of(present.type());
    };
  }

  private Future<?> constrain(Constraints before, Constraints after) {
    return before.equals(after)
        ? Future.succeededFuture()
        : variables.updateConstraints(wanted.name(), after);
  }

  private static boolean accepts(Constraints constraints, Value value) {
    try {
      return ValueRule.of(constraints).accept(value).equals(value);
    } catch (LivevarsException e) {
      return false;
    }
  }
}
