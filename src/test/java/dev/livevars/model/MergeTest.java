package dev.livevars.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Changes of one variable as one. */
class MergeTest {
  private static final Instant TIME = Instant.parse("2026-01-01T00:00:00Z");

  @Test
  void shouldStandForAllThatWereMerged() {
    VariableChange merged = merge(updated(2, 1, 5), updated(3, 5, 7), updated(4, 7, 9));
    assertThat(merged.kind()).isEqualTo(ChangeKind.UPDATED);
    assertThat(merged.mergedCount()).isEqualTo(3);
    assertThat(merged.firstVersion()).isEqualTo(2);
    assertThat(merged.lastVersion()).isEqualTo(4);
    assertThat(merged.oldValue()).isEqualTo(Value.of(1));
    assertThat(merged.newValue()).isEqualTo(Value.of(9));
    assertThat(merged.revision()).isEqualTo(40);
    assertThat(merged.previousRevision()).isEqualTo(10);
    assertThat(merged.source()).isEqualTo("s4");
    assertThat(merged.recreated()).isFalse();
  }

  @Test
  void shouldBeRegisteredWhenItWasNotThereBefore() {
    assertThat(merge(registered(1, 5), updated(2, 5, 6)).kind()).isEqualTo(ChangeKind.REGISTERED);
    assertThat(merge(registered(1, 5), constrained(2, 5)).kind()).isEqualTo(ChangeKind.REGISTERED);
  }

  @Test
  void shouldVanishWhenItWasNeitherThereBeforeNorIsAfter() {
    assertThat(registered(1, 5).merge(deleted(2, 5))).isNull();
  }

  @Test
  void shouldBeDeletedWhenItIsNotThereAfter() {
    VariableChange merged = merge(updated(2, 1, 5), deleted(3, 5));
    assertThat(merged.kind()).isEqualTo(ChangeKind.DELETED);
    assertThat(merged.oldValue()).isEqualTo(Value.of(1));
    assertThat(merged.recreated()).isFalse();
  }

  @Test
  void shouldSayThatItWasDeletedAndRegisteredAgain() {
    VariableChange merged = merge(deleted(2, 1), registered(3, 5));
    assertThat(merged.kind()).isEqualTo(ChangeKind.UPDATED);
    assertThat(merged.recreated()).isTrue();
    assertThat(merge(merged, updated(4, 5, 6)).recreated()).isTrue();
    assertThat(merge(updated(2, 0, 1), deleted(3, 1), registered(4, 5)).recreated()).isTrue();
    assertThat(merge(merged, deleted(4, 5)).recreated()).isFalse();
  }

  @Test
  void shouldSayThatItWasRegisteredAgainThoughThatWasNotTold() {
    assertThat(merge(deleted(2, 1), updated(4, 5, 6)).recreated()).isTrue();
    VariableChange later = updated(5, 5, 6);
    Variable other = java.util.Objects.requireNonNull(later.variable());
    Variable again =
        new Variable(
            "x",
            other.value(),
            other.constraints(),
            "",
            Map.of(),
            5,
            50,
            TIME.plusNanos(1),
            TIME,
            "");
    VariableChange ofAnother =
        VariableChange.single(
            ChangeKind.UPDATED, "default", "x", 50, again, Value.of(5), 5, "", Map.of(), TIME, 40);
    assertThat(merge(updated(2, 0, 1), ofAnother).recreated()).isTrue();
    assertThat(merge(updated(2, 0, 1), later).recreated()).isFalse();
  }

  @Test
  void shouldSayThatConstraintsWereChanged() {
    assertThat(constrained(2, 1).constraintsChanged()).isTrue();
    assertThat(merge(constrained(2, 1), updated(3, 1, 2)).constraintsChanged()).isTrue();
    assertThat(merge(updated(2, 0, 1), constrained(3, 1)).constraintsChanged()).isTrue();
    assertThat(merge(updated(2, 0, 1), updated(3, 1, 2)).constraintsChanged()).isFalse();
    assertThat(merge(constrained(2, 1), deleted(3, 1)).constraintsChanged()).isFalse();
  }

  @Test
  void shouldBeAChangeOfConstraintsOnlyWhenAllAre() {
    assertThat(merge(constrained(2, 1), constrained(3, 1)).kind())
        .isEqualTo(ChangeKind.CONSTRAINTS_UPDATED);
    assertThat(merge(constrained(2, 1), updated(3, 1, 2)).kind()).isEqualTo(ChangeKind.UPDATED);
    assertThat(merge(updated(2, 0, 1), constrained(3, 1)).kind()).isEqualTo(ChangeKind.UPDATED);
  }

  private static VariableChange merge(VariableChange first, VariableChange... next) {
    VariableChange merged = first;
    for (VariableChange each : List.of(next)) {
      merged = java.util.Objects.requireNonNull(merged.merge(each));
    }
    return merged;
  }

  private static VariableChange registered(long version, long value) {
    return change(ChangeKind.REGISTERED, version, null, value);
  }

  private static VariableChange updated(long version, long old, long value) {
    return change(ChangeKind.UPDATED, version, old, value);
  }

  private static VariableChange constrained(long version, long value) {
    return change(ChangeKind.CONSTRAINTS_UPDATED, version, value, value);
  }

  private static VariableChange deleted(long version, long old) {
    return change(ChangeKind.DELETED, version, old, null);
  }

  private static VariableChange change(
      ChangeKind kind, long version, @Nullable Long old, @Nullable Long value) {
    long revision = 10 * version;
    Variable variable =
        value == null
            ? null
            : new Variable(
                "x",
                Value.of(value),
                Constraints.ofInteger(),
                "",
                Map.of(),
                version,
                revision,
                TIME,
                TIME,
                "");
    return VariableChange.single(
        kind,
        "default",
        "x",
        revision,
        variable,
        old == null ? null : Value.of(old),
        version,
        "s" + version,
        Map.of(),
        TIME,
        revision - 10);
  }
}
