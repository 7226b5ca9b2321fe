package dev.livevars.wire;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.livevars.model.Arbitraries;
import dev.livevars.model.ChangeSet;
import dev.livevars.model.Claim;
import dev.livevars.model.Command;
import dev.livevars.model.Constraints;
import dev.livevars.model.FeedMessage;
import dev.livevars.model.LivevarsException;
import dev.livevars.model.Reason;
import dev.livevars.model.Reply;
import dev.livevars.model.Selectors;
import dev.livevars.model.ServedStore;
import dev.livevars.model.Value;
import dev.livevars.model.Variable;
import dev.livevars.model.VariableChange;
import dev.livevars.model.WatcherInfo;
import dev.livevars.model.WatcherQuery;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What nodes tell each other arrives as it was sent. */
class BusWireProperties {
  private static final Map<String, String> METADATA = Map.of("a", "b");

  @Property(tries = 200)
  void shouldCarryCommands(@ForAll("commands") Command<?> command) {
    Object carried = carried(command);
    if (command instanceof Command.ListVariables list) {
      Command.ListVariables other = (Command.ListVariables) carried;
      assertThat(other.selectors().texts()).isEqualTo(list.selectors().texts());
      carried =
          new Command.ListVariables(
              other.session(), list.selectors(), other.limit(), other.after());
    }
    assertThat(carried).isEqualTo(command);
  }

  @Example
  void shouldCarryQueriesForWatchersAndTheirAnswers() {
    for (WatcherQuery<?> query :
        List.of(
            new WatcherQuery.ListWatchers("s"),
            new WatcherQuery.CountWatchers(List.of("s", "t")),
            new WatcherQuery.StopWatcher("s", "w"))) {
      assertThat(carried(query)).isEqualTo(query);
    }
    Claim claim = new Claim("m", Set.of(1, 63));
    assertThat(carried(claim)).isEqualTo(claim);
    WatcherInfo info =
        new WatcherInfo(
            "w",
            "s",
            "l",
            List.of("a.*"),
            WatcherInfo.Kind.GRPC,
            "n",
            "p",
            java.time.Instant.EPOCH,
            1,
            2,
            3,
            4,
            5,
            6,
            7);
    for (Object answer :
        List.of(List.of(info), Map.of("s", 3), true, new ServedStore("n", "i", "s"))) {
      assertThat(carried(new Reply<>(answer, null))).isEqualTo(new Reply<>(answer, null));
    }
  }

  @Property(tries = 300)
  void shouldCarryAnswers(@ForAll("results") Object result) {
    assertThat(carried(new Reply<>(result, null))).isEqualTo(new Reply<>(result, null));
  }

  @Property(tries = 100)
  void shouldCarryTheFeed(@ForAll("changeSets") List<ChangeSet> sets) {
    FeedMessage committed = new FeedMessage.Committed(3, sets);
    assertThat(carried(committed)).isEqualTo(committed);
    VariableChange change = sets.get(0).changes().get(0);
    assertThat(carried(change)).isEqualTo(change);
  }

  @Example
  void shouldCarryBeats() {
    FeedMessage beat = new FeedMessage.Beat(3, Long.MAX_VALUE);
    assertThat(carried(beat)).isEqualTo(beat);
  }

  @Example
  void shouldCarryRefusals() {
    LivevarsException error =
        new LivevarsException(Reason.VERSION_MISMATCH, "no").with("expected_version", "3");
    Reply<?> reply = (Reply<?>) carried(new Reply<>(null, error));
    assertSame(requireNonNull(reply.error()), error);
    FeedMessage.Ended ended = (FeedMessage.Ended) carried(new FeedMessage.Ended(3, 4, error));
    assertThat(ended.incarnation()).isEqualTo(3);
    assertThat(ended.revision()).isEqualTo(4);
    assertSame(ended.cause(), error);
  }

  @Example
  void shouldCarryTheErrorsOfABatchInTheirOrder() {
    Map<String, LivevarsException> errors = new LinkedHashMap<>();
    for (String name : List.of("z", "a", "m")) {
      errors.put(name, new LivevarsException(Reason.VARIABLE_NOT_FOUND, name));
    }
    Reply<?> reply =
        (Reply<?>) carried(new Reply<>(new Command.BatchSetResult(List.of(), errors, 3), null));
    Command.BatchSetResult result = (Command.BatchSetResult) requireNonNull(reply.result());
    assertThat(result.revision()).isEqualTo(3);
    assertThat(result.errors().keySet()).containsExactly("z", "a", "m");
    assertSame(requireNonNull(result.errors().get("m")), requireNonNull(errors.get("m")));
  }

  @Example
  void shouldSayWhatItCannotCarry() {
    assertThatThrownBy(() -> BusWire.toBytes("text")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> BusWire.toModel(new byte[0]))
        .isInstanceOf(LivevarsException.class)
        .hasMessageContaining("of no kind that is known here");
  }

  @Provide
  Arbitrary<Command<?>> commands() {
    Selectors selectors = Selectors.parse(List.of("a", "b.**"));
    List<Command<?>> plain =
        List.of(
            new Command.CreateSession("s", null, METADATA),
            new Command.CreateSession("s", Duration.ofMillis(1_500), Map.of()),
            new Command.GetSession("s"),
            new Command.KeepAlive("s"),
            new Command.DeleteSession("s"),
            new Command.ListSessions(63, "after", 7),
            new Command.GetVariable("s", "a"),
            new Command.DeleteVariable("s", "a", 3L, "me"),
            new Command.DeleteVariable("s", "a", null, ""),
            new Command.ListVariables("s", selectors, Integer.MAX_VALUE, ""),
            new Command.ListVariables("s", Selectors.parse(List.of()), 3, "after"),
            new Command.BatchGet("s", List.of("b", "a")),
            new Command.GetHistory("s", "a", 9),
            new Command.Rollback("s", "a", 2, "me"),
            new Command.Follow("s"),
            new Command.ReadFeed("s", 8, 256));
    return net.jqwik.api.Arbitraries.oneOf(
        net.jqwik.api.Arbitraries.of(plain),
        Arbitraries.values()
            .map(value -> new Command.SetVariable("s", "a", value, METADATA, "me", 3L)),
        Arbitraries.values().map(BusWireProperties::batch),
        Combinators.combine(Arbitraries.values(), Arbitraries.constraints())
            .as(BusWireProperties::register),
        Arbitraries.constraints()
            .map(constraints -> new Command.UpdateConstraints("s", "a", constraints, "me")));
  }

  @Provide
  Arbitrary<Object> results() {
    return net.jqwik.api.Arbitraries.oneOf(
        net.jqwik.api.Arbitraries.of(
            7L,
            true,
            List.of(),
            new Command.Following(3, 4, null),
            new Command.Following(3, 4, Duration.ofSeconds(5)),
            new Command.BatchGetResult(List.of(), List.of("b", "a"), 2)),
        Arbitraries.variables().map(Object.class::cast),
        Arbitraries.sessions().map(Object.class::cast),
        Arbitraries.sessions().list().ofMaxSize(3).map(Object.class::cast),
        Arbitraries.historicValues().list().ofMaxSize(3).map(Object.class::cast),
        Arbitraries.variables().map(variable -> new Command.SetResult(variable, true)),
        Arbitraries.variables().list().ofMaxSize(3).map(BusWireProperties::cut),
        changeSets().map(sets -> new Command.FeedSlice(sets, 9, 3)));
  }

  @Provide
  Arbitrary<List<ChangeSet>> changeSets() {
    return Arbitraries.changeSets("s")
        .map(sets -> sets.stream().map(StoredWireProperties::storable).toList());
  }

  private static Command<?> batch(Value value) {
    List<Command.Update> updates =
        List.of(new Command.Update("a", value, null), new Command.Update("b", value, 4L));
    return new Command.BatchSet("s", updates, true, METADATA, "me");
  }

  private static Command<?> register(Value value, Constraints constraints) {
    return new Command.RegisterVariable(
        "s", "a", value, constraints, "what it is", METADATA, true, "me");
  }

  private static Object cut(List<Variable> variables) {
    return new Command.Cut(variables, 5, true);
  }

  private static Object carried(Object body) {
    return BusWire.toModel(BusWire.toBytes(body));
  }

  private static void assertSame(LivevarsException actual, LivevarsException expected) {
    assertThat(actual.reason()).isEqualTo(expected.reason());
    assertThat(actual.message()).isEqualTo(expected.message());
    assertThat(actual.details()).isEqualTo(expected.details());
  }
}
