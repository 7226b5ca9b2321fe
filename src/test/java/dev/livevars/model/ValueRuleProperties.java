package dev.livevars.model;

import static net.jqwik.api.Arbitraries.frequencyOf;
import static net.jqwik.api.Arbitraries.oneOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.livevars.model.Value.FloatValue;
import dev.livevars.model.Value.IntegerValue;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.statistics.Statistics;

class ValueRuleProperties {

  /** A value of any kind, mostly one that suits the type, and limits. */
  record Attempt(Value value, Constraints constraints) {}

  @Provide
  Arbitrary<Attempt> attempts() {
    return oneOf(Arrays.stream(VariableType.values()).map(ValueRuleProperties::attempts).toList());
  }

  private static Arbitrary<Attempt> attempts(VariableType type) {
    Arbitrary<Value> values =
        frequencyOf(Tuple.of(4, Arbitraries.values(type)), Tuple.of(1, Arbitraries.values()));
    return Combinators.combine(values, Arbitraries.constraints(type)).as(Attempt::new);
  }

  @Property(tries = 3000)
  void shouldAcceptOnlyWhatSatisfiesEveryLimit(@ForAll("attempts") Attempt attempt) {
    Value value = attempt.value();
    Constraints constraints = attempt.constraints();
    Optional<Value> accepted = accepted(value, constraints);

    Statistics.label("accepted")
        .collect(accepted.isPresent())
        .coverage(coverage -> coverage.check(true).percentage(share -> share > 20));
    accepted.ifPresent(it -> assertThat(Independent.satisfies(it, constraints)).isTrue());
  }

  @Property(tries = 3000)
  void shouldAcceptWhatItAcceptedUnchanged(@ForAll("attempts") Attempt attempt) {
    Value value = attempt.value();
    Constraints constraints = attempt.constraints();
    ValueRule rule = ValueRule.of(constraints);

    accepted(value, constraints).ifPresent(it -> assertThat(rule.accept(it)).isEqualTo(it));
  }

  @Property(tries = 3000)
  void shouldRefuseOnlyWhatViolatesALimit(@ForAll("attempts") Attempt attempt) {
    Value value = attempt.value();
    Constraints constraints = attempt.constraints();
    Optional<Value> unlimited = accepted(value, unlimited(constraints));

    if (unlimited.isPresent() && accepted(value, constraints).isEmpty()) {
      assertThat(Independent.satisfies(unlimited.get(), constraints)).isFalse();
    }
  }

  @Property(tries = 3000)
  void shouldNameConstraintLimitAndValueWhenItRefuses(@ForAll("attempts") Attempt attempt) {
    Value value = attempt.value();
    Constraints constraints = attempt.constraints();
    AtomicReference<LivevarsException> refusal = new AtomicReference<>();
    accept(value, constraints, refusal);

    Optional.ofNullable(refusal.get())
        .ifPresent(
            it -> {
              assertThat(it.reason()).isIn(Reason.INVALID_VALUE, Reason.CONSTRAINT_VIOLATED);
              assertThat(it.details()).containsOnlyKeys("field", "constraint", "limit", "value");
              assertThat(it.details()).containsEntry("field", "value");
              assertThat(it.message()).contains(it.details().get("value"));
            });
  }

  @Property
  void shouldWidenAndNarrowWholeNumbersWithoutLoss(@ForAll int number) {
    IntegerValue integer = new IntegerValue(number);
    Value widened = ValueRule.of(Constraints.ofFloat()).accept(integer);

    assertThat(widened).isEqualTo(new FloatValue(number));
    assertThat(ValueRule.of(Constraints.ofInteger()).accept(widened)).isEqualTo(integer);
  }

  @Property
  void shouldAcceptEveryMultipleOfAStep(@ForAll short steps, @ForAll byte base) {
    double step = 0.1;
    double min = base < 0 ? base / 10.0 - 4000 : -4000 - base;
    double value = min + Math.abs(steps) * step;
    Constraints constraints = Constraints.ofFloat().min(min).step(step);

    assertThat(accepted(new FloatValue(value), constraints)).isPresent();
    assertThat(accepted(new FloatValue(value + step / 100), constraints)).isEmpty();
  }

  private static Constraints unlimited(Constraints constraints) {
    return switch (constraints.type()) {
      case CHOICE -> constraints;
      case FLOAT -> Constraints.ofFloat().allowNonFinite(true);
      default -> Constraints.of(constraints.type());
    };
  }

  private static Optional<Value> accepted(Value value, Constraints constraints) {
    return accept(value, constraints, new AtomicReference<>());
  }

  private static Optional<Value> accept(
      Value value, Constraints constraints, AtomicReference<LivevarsException> refusal) {
    try {
      return Optional.of(ValueRule.of(constraints).accept(value));
    } catch (LivevarsException e) {
      refusal.set(e);
      return Optional.empty();
    }
  }
}
