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
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * Random programs of commands: the change sets that come out tell all that happened, and nothing
 * else did. They build on each other, are seen when they are durable, and leave no trace when they
 * never are.
 */
class SessionStateProperties {
  private static final List<String> NAMES = List.of("a", "b", "c");

  private final SessionState state = new SessionState("default", InstantSource.system());
  private final Queue<ChangeSet> underWay = new ArrayDeque<>();
  private Model durable = new Model();
  private Model ahead = new Model();

  @Property(tries = 1_000)
  void shouldTellEveryChangeOnce(@ForAll("programs") List<Step> program) {
    for (Step step : program) {
      run(step.command());
      for (int i = 0; i < step.durable() && !underWay.isEmpty(); i++) {
        state.commit(underWay.element());
        durable.take(underWay.remove());
        shouldShow(durable);
      }
      if (step.abandon()) {
        underWay.clear();
        state.abandon();
        ahead = new Model(durable);
        shouldShow(durable);
      }
    }
  }

  private void run(Command<?> command) {
    try {
      ChangeSet set = state.apply(command).changeSet();
      if (set != null) {
        ahead.take(set);
        underWay.add(set);
      }
    } catch (LivevarsException refused) {
      assertThat(refused.message()).isNotEmpty();
    }
    shouldShow(durable);
  }

  private void shouldShow(Model model) {
    Command.ListVariables all =
        new Command.ListVariables("default", Selectors.parse(List.of()), Integer.MAX_VALUE, "");
    assertThat(state.revision()).isEqualTo(model.revision);
    assertThat(state.apply(all).result().variables())
        .isEqualTo(List.copyOf(model.variables.values()));
  }

  /** A command, how many change sets become durable after it, and whether the others never do. */
  record Step(Command<?> command, int durable, boolean abandon) {}

  /** What the change sets so far come to. */
  private static final class Model {
    final Map<String, Variable> variables = new TreeMap<>();
    final Map<String, VariableChange> last = new HashMap<>();
    long revision;

    Model() {}

    Model(Model other) {
      variables.putAll(other.variables);
      last.putAll(other.last);
      revision = other.revision;
    }

    void take(ChangeSet set) {
      assertThat(set.revision()).isEqualTo(++revision);
      assertThat(set.changes()).isNotEmpty();
      set.changes().forEach(this::take);
    }

    private void take(VariableChange change) {
      VariableChange before = last.put(change.name(), change);
      Variable old = variables.get(change.name());
      assertThat(change.revision()).isEqualTo(revision);
      assertThat(change.firstVersion()).isEqualTo(before == null ? 1 : before.lastVersion() + 1);
      assertThat(change.lastVersion()).isEqualTo(change.firstVersion());
      assertThat(change.previousRevision()).isEqualTo(before == null ? 0 : before.revision());
      assertThat(change.oldValue()).isEqualTo(old == null ? null : old.value());
      if (change.variable() == null) {
        variables.remove(change.name());
      } else {
        assertThat(change.variable()).isNotEqualTo(old);
        variables.put(change.name(), change.variable());
      }
    }
  }

  @Provide
  Arbitrary<List<Step>> programs() {
    Arbitrary<Integer> commits = Arbitraries.of(0, 0, 1, 2, 9);
    Arbitrary<Boolean> abandons = Arbitraries.integers().between(0, 9).map(i -> i == 0);
    return Combinators.combine(command(), commits, abandons).as(Step::new).list().ofMaxSize(40);
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
