package dev.livevars.cli;

import dev.livevars.Variables;
import dev.livevars.model.LivevarsException;
import dev.livevars.model.Reason;
import dev.livevars.model.Variable;
import dev.livevars.text.SessionFile;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Brings the variables of a file into a session, and counts what it did. For one context. */
final class Import {
  /** How many variables are written at once. */
  private static final int AT_ONCE = 64;

  /** How many names are asked for at once: about as many as a call may select. */
  private static final int NAMES = 1_000;

  private static final int NAMED = 5;

  private final Map<String, Variable> present = new HashMap<>();
  private final Variables variables;
  private final List<SessionFile.Entry> entries;
  private final boolean replace;
  private int registered;
  private int replaced;
  private int unchanged;

  /**
   * An import.
   *
   * @param replace whether a name that exists is brought to what the file says; else it is refused
   */
  Import(Variables variables, List<SessionFile.Entry> entries, boolean replace) {
    this.variables = variables;
    this.entries = entries;
    this.replace = replace;
  }

  /** Runs it, once; fails with VARIABLE_EXISTS before anything is written. */
  Future<Import> run() {
    return readPresent(0)
        .compose(read -> requireAbsent())
        .compose(fine -> write(0).recover(this::partly))
        .map(this);
  }

  int registered() {
    return registered;
  }

  int replaced() {
    return replaced;
  }

  int unchanged() {
    return unchanged;
  }

  /** For people. */
  @Override
  public String toString() {
    return "%d registered, %d replaced, %d unchanged".formatted(registered, replaced, unchanged);
  }

  private Future<Void> readPresent(int from) {
    if (from >= entries.size()) {
      return Future.succeededFuture();
    }
    int to = Math.min(from + NAMES, entries.size());
    String[] names =
        entries.subList(from, to).stream().map(SessionFile.Entry::name).toArray(String[]::new);
    return variables
        .list(names)
        .onSuccess(found -> found.forEach(variable -> present.put(variable.name(), variable)))
        .compose(found -> readPresent(to));
  }

  private Future<Void> requireAbsent() {
    if (replace || present.isEmpty()) {
      return Future.succeededFuture();
    }
    String names =
        present.keySet().stream().sorted().limit(NAMED).collect(Collectors.joining("', '"));
    return Future.failedFuture(
        new LivevarsException(
            Reason.VARIABLE_EXISTS,
            "%d of the file's variables exist, such as '%s': --replace brings them to what it says"
                .formatted(present.size(), names)));
  }

  private Future<Void> write(int from) {
    if (from >= entries.size()) {
      return Future.succeededFuture();
    }
    int to = Math.min(from + AT_ONCE, entries.size());
    return Future.join(entries.subList(from, to).stream().map(this::write).toList())
        .compose(written -> write(to));
  }

  private Future<?> write(SessionFile.Entry entry) {
    Variable there = present.get(entry.name());
    if (there == null) {
      return Replacement.register(variables, entry).onSuccess(done -> registered++);
    } else if (SessionFile.Entry.of(there).equals(entry)) {
      unchanged++;
      return Future.succeededFuture();
    }
    return new Replacement(variables, there, entry).run().onSuccess(done -> replaced++);
  }

  private Future<Void> partly(Throwable failure) {
    if (!(failure instanceof LivevarsException cause)) {
      return Future.failedFuture(failure);
    }
    return Future.failedFuture(
        new LivevarsException(
            cause.reason(),
            "%s; before that: %s, of %d".formatted(cause.message(), this, entries.size()),
            cause.details()));
  }
}
