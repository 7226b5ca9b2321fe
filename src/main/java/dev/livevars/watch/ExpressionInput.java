package dev.livevars.watch;

import dev.cel.common.values.NullValue;
import dev.cel.runtime.CelVariableResolver;
import dev.livevars.model.Value;
import dev.livevars.model.Value.EmbeddingValue;
import dev.livevars.model.Value.StringValue;
import dev.livevars.model.Value.TensorValue;
import dev.livevars.model.VariableChange;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the names in an expression stand for in one evaluation of it. Confined to one thread. */
final class ExpressionInput implements CelVariableResolver {
  private final VariableChange change;
  private final @Nullable Value old;
  private final ElementList.Budget budget = new ElementList.Budget();

  ExpressionInput(VariableChange change, @Nullable Value old) {
    this.change = change;
    this.old = old;
  }

  @Override
  public Optional<Object> find(String name) {
    return switch (name) {
      case "name" -> Optional.of(change.name());
      case "old" -> Optional.of(plain(old));
      case "new" -> Optional.of(plain(change.newValue()));
      case "version" -> Optional.of(change.lastVersion());
      case "source" -> Optional.of(change.source());
      case "metadata" -> Optional.of(change.metadata());
      default -> Optional.empty();
    };
  }

  /** How many characters these have together; elements and numbers have none. */
  long characters(Set<String> names) {
    long characters = 0;
    for (String name : names) {
      characters +=
          switch (name) {
            case "name" -> change.name().length();
            case "old" -> length(old);
            case "new" -> length(change.newValue());
            case "source" -> change.source().length();
            case "metadata" -> length(change.metadata());
            default -> 0;
          };
    }
    return characters;
  }

  private Object plain(@Nullable Value value) {
    if (value == null) {
      return NullValue.NULL_VALUE;
    } else if (value instanceof EmbeddingValue embedding) {
      return ElementList.of(embedding, budget);
    } else if (value instanceof TensorValue tensor) {
      return ElementList.of(tensor.value(), budget);
    }
    return value.plain();
  }

  private static long length(@Nullable Value value) {
    return value instanceof StringValue text ? text.value().length() : 0;
  }

  private static long length(Map<String, String> metadata) {
    long length = 0;
    for (Map.Entry<String, String> entry : metadata.entrySet()) {
      length += entry.getKey().length() + entry.getValue().length();
    }
    return length;
  }
}
