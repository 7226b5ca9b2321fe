package dev.livevars.state;

import dev.livevars.model.HistoricValue;
import dev.livevars.model.LivevarsException;
import dev.livevars.model.Names;
import dev.livevars.model.Reason;
import dev.livevars.model.Selectors;
import dev.livevars.model.Variable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The durable variables of a session in the order of their names, and the last changes of those
 * that were deleted.
 */
final class Entries {
  private final NavigableMap<String, Entry> present = new TreeMap<>();
  private final Map<String, HistoricValue> deleted = new HashMap<>();

  @Nullable Entry find(String name) {
    return present.get(name);
  }

  /** Throws INVALID_NAME for what can be no name, VARIABLE_NOT_FOUND for what is none. */
  Entry require(String name) {
    return require(name, present.get(name));
  }

  /** Like {@link #require(String)}, for what was found by the name. */
  static Entry require(String name, @Nullable Entry found) {
    if (found == null) {
      throw new LivevarsException(
              Reason.VARIABLE_NOT_FOUND,
              "variable '%s' does not exist".formatted(Names.requireVariable(name)))
          .with("variable", name);
    }
    return found;
  }

  LastChange last(String name) {
    HistoricValue version = lastVersion(name);
    return version == null
        ? LastChange.NONE
        : new LastChange(version.version(), version.revision());
  }

  /** The last version of a name, a deletion too; null when it never was. */
  @Nullable HistoricValue lastVersion(String name) {
    Entry entry = present.get(name);
    return entry != null ? entry.lastVersion() : deleted.get(name);
  }

  int size() {
    return present.size();
  }

  /**
   * Up to {@code limit} selected variables with names after {@code after}, in the order of their
   * names.
   */
  List<Variable> list(Selectors selectors, String after, int limit) {
    Stream<Entry> candidates =
        selectors.onlyNames()
            ? selectors.names().stream()
                .filter(name -> name.compareTo(after) > 0)
                .sorted()
                .map(present::get)
                .filter(Objects::nonNull)
            : present.tailMap(after, false).values().stream()
                .filter(entry -> selectors.matches(entry.variable().name()));
    return candidates.limit(limit).map(Entry::variable).toList();
  }

  void apply(Staged staged) {
    Entry after = staged.after();
    if (after == null) {
      present.remove(staged.name());
      deleted.put(staged.name(), HistoricValue.of(staged.change()));
    } else {
      present.put(staged.name(), after);
      deleted.remove(staged.name());
    }
  }
}
