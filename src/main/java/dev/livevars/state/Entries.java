package dev.livevars.state;

import dev.livevars.model.LivevarsException;
import dev.livevars.model.Names;
import dev.livevars.model.Reason;
import dev.livevars.model.Selectors;
import dev.livevars.model.Variable;
import dev.livevars.model.VariableChange;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The variables of a session in the order of their names, and the last versions of those that were
 * deleted.
 */
final class Entries {
  private final NavigableMap<String, Entry> present = new TreeMap<>();
  private final Map<String, Long> deleted = new HashMap<>();

  @Nullable Entry find(String name) {
    return present.get(name);
  }

  /** Throws INVALID_NAME for what can be no name, VARIABLE_NOT_FOUND for what is none. */
  Entry require(String name) {
    Entry entry = present.get(name);
    if (entry == null) {
      throw new LivevarsException(
              Reason.VARIABLE_NOT_FOUND,
              "variable '%s' does not exist".formatted(Names.requireVariable(name)))
          .with("variable", name);
    }
    return entry;
  }

  /** The last version that a name had; 0 when it never was. */
  long lastVersion(String name) {
    Entry entry = present.get(name);
    return entry != null ? entry.variable().version() : deleted.getOrDefault(name, 0L);
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

  void apply(VariableChange change, @Nullable Entry entry) {
    if (entry == null) {
      present.remove(change.name());
      deleted.put(change.name(), change.lastVersion());
    } else {
      present.put(change.name(), entry);
      deleted.remove(change.name());
    }
  }
}
