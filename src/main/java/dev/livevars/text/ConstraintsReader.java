package dev.livevars.text;

import dev.livevars.model.Constraints;
import dev.livevars.model.Constraints.ChoiceConstraints;
import dev.livevars.model.Constraints.EmbeddingConstraints;
import dev.livevars.model.Constraints.FloatConstraints;
import dev.livevars.model.Constraints.IntegerConstraints;
import dev.livevars.model.Constraints.ModuleConstraints;
import dev.livevars.model.Constraints.StringConstraints;
import dev.livevars.model.Constraints.TensorConstraints;
import dev.livevars.model.VariableType;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the limits that {@link ConstraintsJson} writes. */
final class ConstraintsReader {
  private static final String READ_ONLY = "read_only";

  private final FileNode node;

  private ConstraintsReader(FileNode node) {
    this.node = node;
  }

  /** Reads the limits of a type, of which no others are allowed. */
  static Constraints read(FileNode node, VariableType type) {
    return new ConstraintsReader(node).read(type).readOnly(node.isSet(READ_ONLY));
  }

  private Constraints read(VariableType type) {
    node.allow(fields(type));
    return switch (type) {
      case FLOAT ->
          new FloatConstraints(
              decimal("min"),
              decimal("max"),
              decimal("step"),
              node.isSet("allow_non_finite"),
              false);
      case INTEGER -> new IntegerConstraints(whole("min"), whole("max"), whole("step"), false);
      case STRING ->
          new StringConstraints(
              integer("min_length"), integer("max_length"), text("pattern"), false);
      case BOOLEAN -> Constraints.ofBoolean();
      case CHOICE -> new ChoiceConstraints(choices(), false);
      case MODULE -> new ModuleConstraints(choices(), text("namespace"), text("pattern"), false);
      case EMBEDDING -> new EmbeddingConstraints(integer("dimensions"), decimal("max_norm"), false);
      case TENSOR ->
          new TensorConstraints(
              node.get("dtype", ExactValue::dtype),
              node.get("shape", shape -> shape.list(FileNode::whole)),
              false);
    };
  }

  private static Set<String> fields(VariableType type) {
    return switch (type) {
      case FLOAT -> Set.of("min", "max", "step", "allow_non_finite", READ_ONLY);
      case INTEGER -> Set.of("min", "max", "step", READ_ONLY);
      case STRING -> Set.of("min_length", "max_length", "pattern", READ_ONLY);
      case BOOLEAN -> Set.of(READ_ONLY);
      case CHOICE -> Set.of("choices", READ_ONLY);
      case MODULE -> Set.of("choices", "namespace", "pattern", READ_ONLY);
      case EMBEDDING -> Set.of("dimensions", "max_norm", READ_ONLY);
      case TENSOR -> Set.of("dtype", "shape", READ_ONLY);
    };
  }

  private List<String> choices() {
    List<String> choices = node.get("choices", field -> field.list(FileNode::text));
    return choices == null ? List.of() : choices;
  }

  private @Nullable Double decimal(String name) {
    return node.get(name, FileNode::decimal);
  }

  private @Nullable Long whole(String name) {
    return node.get(name, FileNode::whole);
  }

  private @Nullable Integer integer(String name) {
    return node.get(name, FileNode::integer);
  }

  private @Nullable String text(String name) {
    return node.get(name, FileNode::text);
  }
}
