package dev.livevars;

import dev.livevars.model.Command.SetResult;
import dev.livevars.model.LivevarsException;
import dev.livevars.model.Reason;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Sets a variable to what a function makes of its value, until nobody was faster. */
final class UpdateLoop {
  private final Promise<SetResult> updated = Promise.promise();
  private final Variables variables;
  private final String name;
  private final UnaryOperator<Object> function;

  UpdateLoop(Variables variables, String name, UnaryOperator<Object> function) {
    this.variables = variables;
    this.name = name;
    this.function = function;
  }

  Future<SetResult> run() {
    attempt();
    return updated.future();
  }

  /** Not a chain of futures: one for each conflict would overflow the stack. */
  private void attempt() {
    variables
        .get(name)
        .compose(
            present ->
                variables.set(
                    name, function.apply(present.value().plain()), Map.of(), present.version()))
        .onComplete(updated::complete, this::again);
  }

  private void again(Throwable failure) {
    if (failure instanceof LivevarsException e && e.reason() == Reason.VERSION_MISMATCH) {
      attempt();
    } else {
      updated.fail(failure);
    }
  }
}
