package dev.livevars.bench;

import dev.livevars.model.ChangeKind;
import dev.livevars.model.ChangeSet;
import dev.livevars.model.Constraints;
import dev.livevars.model.Value;
import dev.livevars.model.Variable;
import dev.livevars.model.VariableChange;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Change sets of a variable that takes two values in turn. */
public final class Story {
  private static final Instant TIME = Instant.parse("2026-01-01T00:00:00Z");

  private final Constraints constraints;
  private final Value even;
  private final Value odd;

  /** A story of these values. */
  public Story(Constraints constraints, Value even, Value odd) {
    this.constraints = constraints;
    this.even = even;
    this.odd = odd;
  }

  /** The change set of a revision. */
  public ChangeSet at(long revision) {
    Value before = revision % 2 == 0 ? odd : even;
    Value after = revision % 2 == 0 ? even : odd;
    Variable variable =
        new Variable(
            "bench.x", after, constraints, "", Map.of(), revision, revision, TIME, TIME, "");
    VariableChange change =
        VariableChange.single(
            ChangeKind.UPDATED,
            "default",
            "bench.x",
            revision,
            variable,
            before,
            revision,
            "",
            Map.of(),
            TIME,
            revision - 1);
    return new ChangeSet("default", revision, List.of(change));
  }
}
