package dev.livevars.watch;

import dev.livevars.model.Value;
import dev.livevars.model.VariableChange;
import org.jspecify.annotations.Nullable;

public final class Expression {
  enum Verdict {
    PASSED,
    HELD_BACK,
    FAILED
  }

  public static Expression compile(String text) {
    return new Expression();
  }

  Verdict test(VariableChange change, @Nullable Value old) {
    return Verdict.PASSED;
  }
}
