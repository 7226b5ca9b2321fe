package dev.livevars.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.livevars.model.Arbitraries;
import dev.livevars.model.ChangeSet;
import dev.livevars.model.Value;
import dev.livevars.model.Variable;
import dev.livevars.model.VariableChange;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

class StoredWireProperties {

  @Provide
  Arbitrary<List<ChangeSet>> changeSets() {
    return Arbitraries.changeSets("default");
  }

  @Property(tries = 300)
  void shouldRoundTripStoredChangeSets(@ForAll("changeSets") List<ChangeSet> changeSets) {
    for (ChangeSet set : changeSets) {
      ChangeSet stored = storable(set);

      assertThat(StoredWire.toModel("default", set.revision(), StoredWire.toBytes(stored)))
          .isEqualTo(stored);
    }
  }

  @Property(tries = 300)
  void shouldRoundTripTheLatestChangeWithoutWhatWasBefore(
      @ForAll("changeSets") List<ChangeSet> changeSets) {
    ChangeSet set = storable(changeSets.get(0));
    VariableChange change = set.changes().get(0);

    ChangeSet latest = StoredWire.toModel("default", set.revision(), StoredWire.toLatest(change));

    assertThat(latest.changes()).containsExactly(single(change, change.variable(), null));
  }

  /** The same of single changes whose variables have in common with them what they must. */
  static ChangeSet storable(ChangeSet set) {
    return new ChangeSet(
        set.session(),
        set.revision(),
        set.changes().stream()
            .map(change -> single(change, variable(change), change.oldValue()))
            .toList());
  }

  private static VariableChange single(
      VariableChange change, @Nullable Variable variable, @Nullable Value oldValue) {
    return VariableChange.single(
        change.kind(),
        change.session(),
        change.name(),
        change.revision(),
        variable,
        oldValue,
        change.lastVersion(),
        change.source(),
        change.metadata(),
        change.timestamp(),
        change.previousRevision());
  }

  private static @Nullable Variable variable(VariableChange change) {
    Variable variable = change.variable();
    return variable == null
        ? null
        : new Variable(
            change.name(),
            variable.value(),
            variable.constraints(),
            variable.description(),
            variable.metadata(),
            change.lastVersion(),
            change.revision(),
            variable.createdAt(),
            change.timestamp(),
            change.source());
  }
}
