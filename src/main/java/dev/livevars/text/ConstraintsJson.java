package dev.livevars.text;

import dev.livevars.model.Constraints;
import dev.livevars.model.Constraints.BooleanConstraints;
import dev.livevars.model.Constraints.ChoiceConstraints;
import dev.livevars.model.Constraints.EmbeddingConstraints;
import dev.livevars.model.Constraints.FloatConstraints;
import dev.livevars.model.Constraints.IntegerConstraints;
import dev.livevars.model.Constraints.ModuleConstraints;
import dev.livevars.model.Constraints.StringConstraints;
import dev.livevars.model.Constraints.TensorConstraints;
import dev.livevars.model.DType;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Writes the limits that are set. */
final class ConstraintsJson {
  private ConstraintsJson() {}

  static JsonLine.Fields of(Constraints constraints) {
    return line -> {
      write(line, constraints);
      line.fieldIfSet("read_only", trueOrUnset(constraints.readOnly()));
    };
  }

  private static void write(JsonLine line, Constraints constraints) throws IOException {
    if (constraints instanceof FloatConstraints f) {
      line.fieldIfSet("min", f.min()).fieldIfSet("max", f.max()).fieldIfSet("step", f.step());
      line.fieldIfSet("allow_non_finite", trueOrUnset(f.allowNonFinite()));
    } else if (constraints instanceof IntegerConstraints i) {
      line.fieldIfSet("min", i.min()).fieldIfSet("max", i.max()).fieldIfSet("step", i.step());
    } else if (constraints instanceof StringConstraints s) {
      line.fieldIfSet("min_length", s.minLength()).fieldIfSet("max_length", s.maxLength());
      line.fieldIfSet("pattern", s.pattern());
    } else if (constraints instanceof ChoiceConstraints c) {
      line.field("choices", c.choices());
    } else if (constraints instanceof ModuleConstraints m) {
      line.fieldIfSet("choices", m.choices().isEmpty() ? null : m.choices());
      line.fieldIfSet("namespace", m.namespace()).fieldIfSet("pattern", m.pattern());
    } else if (constraints instanceof EmbeddingConstraints e) {
      line.fieldIfSet("dimensions", e.dimensions()).fieldIfSet("max_norm", e.maxNorm());
    } else if (constraints instanceof TensorConstraints t) {
      DType dtype = t.dtype();
      line.fieldIfSet("dtype", dtype == null ? null : dtype.label());
      line.fieldIfSet("shape", t.shape());
    } else {
      assert constraints instanceof BooleanConstraints;
    }
  }

  private static @Nullable Boolean trueOrUnset(boolean flag) {
    return flag ? true : null;
  }
}
