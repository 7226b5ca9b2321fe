package dev.livevars.watch;

import dev.livevars.model.ChangeKind;
import dev.livevars.model.Constraints;
import dev.livevars.model.Value;
import dev.livevars.model.Variable;
import dev.livevars.model.VariableChange;
import dev.livevars.watch.Expression.Verdict;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Changes of the variable {@code llm.rate}, for expressions to judge. */
final class ExpressionChanges {
  private ExpressionChanges() {}

  /** What the expression says of a change between two plain values; null is none. */
  static Verdict verdict(String expression, @Nullable Object old, @Nullable Object now) {
    return Expression.compile(expression).test(to(now), old == null ? null : Value.of(old));
  }

  /** Its version is 7, its source tuner, its metadata run=12, loss=0.25. */
  static VariableChange to(@Nullable Object now) {
    return VariableChange.single(
        now == null ? ChangeKind.DELETED : ChangeKind.UPDATED,
        "default",
        "llm.rate",
        20,
        now == null ? null : variable(Value.of(now)),
        null,
        7,
        "tuner",
        Map.of("run", "12", "loss", "0.25"),
        Instant.EPOCH,
        19);
  }

  private static Variable variable(Value value) {
    return new Variable(
        "llm.rate",
        value,
        Constraints.ofString(),
        "",
        Map.of(),
        7,
        20,
        Instant.EPOCH,
        Instant.EPOCH,
        "tuner");
  }
}
