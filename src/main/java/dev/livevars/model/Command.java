package dev.livevars.model;

import static dev.livevars.model.Text.requireMetadata;
import static dev.livevars.model.Text.requireWellFormed;
import static dev.livevars.model.Text.required;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a caller asks of the owner of a session. A null, or a text with an unpaired surrogate, is
 * INVALID_REQUEST when a command is made.
 *
 * @param <R> the answer
 */
public sealed interface Command<R> {

  /** The session that it is for. */
  String session();

  /**
   * Brings a variable into being.
   *
   * @param ifAbsent whether a variable with equal constraints is answered untouched instead of
   *     refused
   */
  record RegisterVariable(
      String session,
      String name,
      Value value,
      Constraints constraints,
      String description,
      Map<String, String> metadata,
      boolean ifAbsent,
      String source)
      implements Command<Variable> {
    public RegisterVariable {
      required("session", session);
      required("name", name);
      required("value", value);
      required("constraints", constraints);
      requireWellFormed("description", description);
      metadata = requireMetadata(metadata);
      requireWellFormed("source", source);
    }
  }

  /** Reads a variable. */
  record GetVariable(String session, String name) implements Command<Variable> {
    public GetVariable {
      required("session", session);
      required("name", name);
    }
  }

  /**
   * Sets a value.
   *
   * @param metadata put over the variable's metadata, key by key
   * @param expectedVersion the version that the variable must have; null is any
   */
  record SetVariable(
      String session,
      String name,
      Value value,
      Map<String, String> metadata,
      String source,
      @Nullable Long expectedVersion)
      implements Command<SetResult> {
    public SetVariable {
      required("session", session);
      required("name", name);
      required("value", value);
      metadata = requireMetadata(metadata);
      requireWellFormed("source", source);
    }
  }

  /** Replaces the constraints, which the present value must satisfy. */
  record UpdateConstraints(String session, String name, Constraints constraints, String source)
      implements Command<Variable> {
    public UpdateConstraints {
      required("session", session);
      required("name", name);
      required("constraints", constraints);
      requireWellFormed("source", source);
    }
  }

  /** Deletes a variable; the answer is the revision of the deletion. */
  record DeleteVariable(String session, String name, @Nullable Long expectedVersion, String source)
      implements Command<Long> {
    public DeleteVariable {
      required("session", session);
      required("name", name);
      requireWellFormed("source", source);
    }
  }

  /**
   * Reads the variables that match, in the order of their names.
   *
   * @param limit the most variables wanted, at least 1
   * @param after only names after this one; empty is from the start
   */
  record ListVariables(String session, Selectors selectors, int limit, String after)
      implements Command<Cut> {}

  /** Reads the named variables in one cut. */
  record BatchGet(String session, List<String> names) implements Command<BatchGetResult> {
    public BatchGet {
      required("session", session);
      required("names", names).forEach(name -> required("names", name));
    }
  }

  /** Sets several variables as one change set. */
  record BatchSet(
      String session,
      List<Update> updates,
      boolean atomic,
      Map<String, String> metadata,
      String source)
      implements Command<BatchSetResult> {
    public BatchSet {
      required("session", session);
      required("updates", updates);
      metadata = requireMetadata(metadata);
      requireWellFormed("source", source);
    }
  }

  /**
   * Reads committed change sets.
   *
   * @param fromRevision the first revision wanted, at most the session's revision plus one
   * @param limit the most change sets wanted
   */
  record ReadFeed(String session, long fromRevision, int limit) implements Command<FeedSlice> {}

  /**
   * One value of a batch.
   *
   * @param expectedVersion the version that the variable must have; null is any
   */
  record Update(String name, Value value, @Nullable Long expectedVersion) {
    public Update {
      required("name", name);
      required("value", value);
    }
  }

  /**
   * What became of a set.
   *
   * @param changed false when value and metadata were equal already
   */
  record SetResult(Variable variable, boolean changed) {}

  /**
   * Variables as they were together.
   *
   * @param revision the session's revision at the reading
   * @param more whether the limit cut it short
   */
  record Cut(List<Variable> variables, long revision, boolean more) {}

  /** Variables by name, and the names that do not exist, both in the order asked. */
  record BatchGetResult(List<Variable> variables, List<String> missing, long revision) {}

  /**
   * The variables of the good updates in the order asked, and the errors of the bad ones by name.
   */
  record BatchSetResult(
      List<Variable> variables, Map<String, LivevarsException> errors, long revision) {}

  /**
   * A contiguous part of the feed.
   *
   * @param sets change sets with contiguous revisions; empty when there is none yet
   * @param revision the session's revision at the reading
   */
  record FeedSlice(List<ChangeSet> sets, long revision) {}
}
