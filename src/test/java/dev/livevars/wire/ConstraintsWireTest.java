package dev.livevars.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.livevars.model.LivevarsException;
import dev.livevars.model.Reason;
import dev.livevars.model.Value;
import dev.livevars.wire.v1.Constraints;
import dev.livevars.wire.v1.TensorConstraints;
import dev.livevars.wire.v1.VariableType;
import org.junit.jupiter.api.Test;

class ConstraintsWireTest {
  private static final Constraints NONE = Constraints.getDefaultInstance();
  private static final Constraints INTEGER =
      ConstraintsWire.toWire(dev.livevars.model.Constraints.ofInteger().max(3));

  @Test
  void shouldTakeTheTypeOfTheConstraints() {
    assertThat(meant(VariableType.VARIABLE_TYPE_UNSPECIFIED, INTEGER, 1.0))
        .isEqualTo(dev.livevars.model.Constraints.ofInteger().max(3));
    assertThat(meant(VariableType.VARIABLE_TYPE_INTEGER, INTEGER, 1.0).type())
        .isEqualTo(dev.livevars.model.VariableType.INTEGER);
  }

  @Test
  void shouldTakeTheNamedTypeAndElseThatOfTheValue() {
    assertThat(meant(VariableType.VARIABLE_TYPE_MODULE, NONE, "a.B"))
        .isEqualTo(dev.livevars.model.Constraints.ofModule());
    assertThat(meant(VariableType.VARIABLE_TYPE_UNSPECIFIED, NONE, new float[2]))
        .isEqualTo(dev.livevars.model.Constraints.ofEmbedding());
  }

  @Test
  void shouldKeepReadOnlyWithoutAnyLimits() {
    Constraints readOnly = Constraints.newBuilder().setReadOnly(true).build();

    assertThat(meant(VariableType.VARIABLE_TYPE_UNSPECIFIED, readOnly, true))
        .isEqualTo(dev.livevars.model.Constraints.ofBoolean().readOnly(true));
  }

  @Test
  void shouldRefuseTypesThatDiffer() {
    LivevarsException error =
        catchThrowableOfType(
            LivevarsException.class, () -> meant(VariableType.VARIABLE_TYPE_FLOAT, INTEGER, 1.0));

    assertThat(error.reason()).isEqualTo(Reason.INVALID_CONSTRAINTS);
    assertThat(error.message()).isEqualTo("the type is float, but the constraints are for integer");
  }

  @Test
  void shouldRefuseWhatIsUnknownOrNotSet() {
    Constraints unknown =
        Constraints.newBuilder()
            .setTensor(TensorConstraints.newBuilder().setDtypeValue(77))
            .build();

    assertThat(reason(() -> meant(VariableType.UNRECOGNIZED, NONE, 1.0)))
        .isEqualTo(Reason.INVALID_TYPE);
    assertThat(reason(() -> ConstraintsWire.toModel(NONE))).isEqualTo(Reason.INVALID_CONSTRAINTS);
    assertThat(reason(() -> ConstraintsWire.toModel(unknown)))
        .isEqualTo(Reason.INVALID_CONSTRAINTS);
  }

  private static Reason reason(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    return catchThrowableOfType(LivevarsException.class, call).reason();
  }

  private static dev.livevars.model.Constraints meant(
      VariableType type, Constraints constraints, Object value) {
    return ConstraintsWire.toModel(type, constraints, Value.of(value));
  }
}
