package dev.livevars.model;

import dev.livevars.model.Constraints.ChoiceConstraints;
import dev.livevars.model.Constraints.ModuleConstraints;
import dev.livevars.model.Value.EmbeddingValue;
import dev.livevars.model.Value.StringValue;
import dev.livevars.model.Value.TensorValue;
import java.util.List;
import java.util.Map;

/**
 * How much memory changes take, in bytes: an estimate from above that counts 2 for a character, an
 * embedding's and a tensor's elements as they are packed, and a flat amount for what is always
 * there. Parts that several changes share, such as a value that is the next change's old value, are
 * counted in each.
 */
final class Weight {
  /** The objects of a change without what its texts and arrays take, rounded up. */
  private static final long CHANGE = 400;

  private static final long ENTRY = 64;

  private Weight() {}

  static long of(List<VariableChange> changes) {
    long bytes = ENTRY;
    for (int i = 0; i < changes.size(); i++) {
      bytes += of(changes.get(i));
    }
    return bytes;
  }

  static long of(VariableChange change) {
    long bytes = CHANGE + of(change.name()) + of(change.source()) + of(change.metadata());
    Variable variable = change.variable();
    if (variable != null) {
      bytes += of(variable.value()) + of(variable.constraints());
      bytes += of(variable.description()) + of(variable.metadata());
    }
    Value oldValue = change.oldValue();
    return oldValue == null ? bytes : bytes + of(oldValue);
  }

  private static long of(Value value) {
    if (value instanceof StringValue text) {
      return of(text.value());
    } else if (value instanceof EmbeddingValue embedding) {
      return (long) embedding.dimensions() * Float.BYTES;
    } else if (value instanceof TensorValue tensor) {
      return tensor.value().bytes();
    }
    return Long.BYTES;
  }

  private static long of(Constraints constraints) {
    if (constraints instanceof ChoiceConstraints choice) {
      return ofTexts(choice.choices());
    } else if (constraints instanceof ModuleConstraints module) {
      return ofTexts(module.choices());
    }
    return 0;
  }

  private static long ofTexts(List<String> texts) {
    long bytes = 0;
    for (int i = 0; i < texts.size(); i++) {
      bytes += ENTRY + of(texts.get(i));
    }
    return bytes;
  }

  private static long of(Map<String, String> metadata) {
    long bytes = 0;
    for (Map.Entry<String, String> entry : metadata.entrySet()) {
      bytes += ENTRY + of(entry.getKey()) + of(entry.getValue());
    }
    return bytes;
  }

  private static long of(String text) {
    return (long) text.length() * Character.BYTES;
  }
}
