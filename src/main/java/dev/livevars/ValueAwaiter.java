package dev.livevars;

import dev.livevars.model.LivevarsException;
import dev.livevars.model.Reason;
import dev.livevars.model.Value;
import dev.livevars.model.Variable;
import dev.livevars.model.VariableChange;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.function.Predicate;

/** Watches one variable until its value is accepted. */
final class ValueAwaiter {
  private final Vertx vertx;
  private final Variables variables;
  private final Predicate<Value> predicate;
  private final Promise<Variable> found = Promise.promise();

  ValueAwaiter(Vertx vertx, Variables variables, Predicate<Value> predicate) {
    this.vertx = vertx;
    this.variables = variables;
    this.predicate = predicate;
  }

  Future<Variable> await(String name, Duration timeout) {
    long timer =
        vertx.setTimer(
            Math.max(1, timeout.toMillis()),
            expired ->
                found.tryFail(
                    new LivevarsException(
                        Reason.DEADLINE_EXCEEDED,
                        "variable '%s' had no accepted value within %s".formatted(name, timeout))));
    variables
        .watchOne(name, this::inspect)
        .onFailure(found::tryFail)
        .onSuccess(
            watch -> {
              watch.onEnd(end -> found.tryFail(end.cause()));
              found.future().onComplete(done -> watch.cancel());
            });
    return found.future().onComplete(done -> vertx.cancelTimer(timer));
  }

  private void inspect(VariableChange change) {
    Variable variable = change.variable();
    if (variable != null && !found.future().isComplete()) {
      try {
        if (predicate.test(variable.value())) {
          found.tryComplete(variable);
        }
      } catch (RuntimeException e) {
        found.tryFail(e);
      }
    }
  }
}
