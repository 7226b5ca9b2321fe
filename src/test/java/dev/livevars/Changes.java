package dev.livevars;

import dev.livevars.model.ChangeKind;
import dev.livevars.model.ChangeSet;
import dev.livevars.model.Constraints;
import dev.livevars.model.Value;
import dev.livevars.model.Variable;
import dev.livevars.model.VariableChange;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Change sets for tests: every change sets a variable to its revision. */
public final class Changes {
  private static final Instant TIME = Instant.parse("2026-01-01T00:00:00Z");

  private Changes() {}

  /** A change set of these names, whose versions are the revision. */
  public static ChangeSet set(long revision, String... names) {
    List<VariableChange> changes = Stream.of(names).map(name -> change(revision, name)).toList();
    return new ChangeSet("default", revision, changes);
  }

  /** A change set that sets a variable from this value to this value. */
  public static ChangeSet set(long revision, Value value) {
    return new ChangeSet("default", revision, List.of(change(revision, "x", value, value)));
  }

  private static VariableChange change(long revision, String name) {
    return change(revision, name, Value.of(revision - 1), Value.of(revision));
  }

  private static VariableChange change(long revision, String name, Value before, Value after) {
    Variable variable =
        new Variable(
            name, after, Constraints.ofInteger(), "", Map.of(), revision, revision, TIME, TIME, "");
    return VariableChange.single(
        ChangeKind.UPDATED,
        "default",
        name,
        revision,
        variable,
        before,
        revision,
        "",
        Map.of(),
        TIME,
        revision - 1);
  }
}
