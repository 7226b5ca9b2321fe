package dev.livevars.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.livevars.model.ChangeSet;
import dev.livevars.model.Command;
import dev.livevars.model.Constraints;
import dev.livevars.model.LivevarsException;
import dev.livevars.model.Selectors;
import dev.livevars.model.Value;
import dev.livevars.model.Variable;
import dev.livevars.model.VariableChange;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

/**
 * Random programs of commands: the change sets that come out tell all that happened, and nothing
 * else did.
 */
class SessionStateProperties {
  private static final List<String> NAMES = List.of("a", "b", "c");

  private final SessionState state = new SessionState("default", InstantSource.system());
  private final Map<String, Variable> folded = new TreeMap<>();
  private final Map<String, Long> versions = new HashMap<>();
  private long revision;

  @Property(tries = 300)
  void shouldTellEveryChangeOnce(@ForAll("programs") List<Command<?>> program) {
    for (Command<?> command : program) {
      List<Variable> before = present();
      try {
        follow(state.apply(command).changeSet(), before);
      } catch (LivevarsException refused) {
        assertThat(present()).as("after a refusal").isEqualTo(before);
      }
      assertThat(state.revision()).isEqualTo(revision);
      assertThat(present()).isEqualTo(List.copyOf(folded.values()));
    }
  }

  private void follow(@Nullable ChangeSet set, List<Variable> before) {
    if (set == null) {
      assertThat(present()).isEqualTo(before);
      return;
    }
    assertThat(set.revision()).isEqualTo(++revision);
    assertThat(set.changes()).isNotEmpty();
    for (VariableChange change : set.changes()) {
      assertThat(change.revision()).isEqualTo(revision);
      assertThat(change.firstVersion()).isEqualTo(versions.getOrDefault(change.name(), 0L) + 1);
      assertThat(change.lastVersion()).isEqualTo(change.firstVersion());
      versions.put(change.name(), change.lastVersion());
      Variable old = folded.get(change.name());
      assertThat(change.oldValue()).isEqualTo(old == null ? null : old.value());
      if (change.variable() == null) {
        folded.remove(change.name());
      } else {
        assertThat(change.variable()).isNotEqualTo(old);
        folded.put(change.name(), change.variable());
      }
    }
  }

  private List<Variable> present() {
    Command.ListVariables all =
        new Command.ListVariables("default", Selectors.parse(List.of()), Integer.MAX_VALUE, "");
    return state.apply(all).result().variables();
  }

  @Provide
  Arbitrary<List<Command<?>>> programs() {
    return command().list().ofMaxSize(40);
  }

  private static Arbitrary<Command<?>> command() {
    Arbitrary<String> names = Arbitraries.of(NAMES);
    Arbitrary<Value> values = Arbitraries.integers().between(0, 4).map(Value::of);
    Arbitrary<Long> versions = Arbitraries.longs().between(1, 4).injectNull(0.7);
    Arbitrary<Constraints> limits =
        Arbitraries.of(
            Constraints.ofInteger(),
            Constraints.ofInteger().max(2),
            Constraints.ofInteger().readOnly(true));
    Arbitrary<Command.Update> updates =
        Combinators.combine(names, values, versions).as(Command.Update::new);
    return Arbitraries.oneOf(
        Combinators.combine(names, values, limits, Arbitraries.of(true, false))
            .as(
                (n, v, l, absent) ->
                    new Command.RegisterVariable("default", n, v, l, "", Map.of(), absent, "")),
        updates.map(
            u ->
                new Command.SetVariable(
                    "default", u.name(), u.value(), Map.of(), "", u.expectedVersion())),
        Combinators.combine(names, limits)
            .as((n, l) -> new Command.UpdateConstraints("default", n, l, "")),
        Combinators.combine(names, versions)
            .as((n, v) -> new Command.DeleteVariable("default", n, v, "")),
        Combinators.combine(updates.list().ofMaxSize(4), Arbitraries.of(true, false))
            .as((all, atomic) -> new Command.BatchSet("default", all, atomic, Map.of(), "")));
  }
}
