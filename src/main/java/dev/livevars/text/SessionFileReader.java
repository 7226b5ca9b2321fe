package dev.livevars.text;

import dev.livevars.model.Constraints;
import dev.livevars.model.Names;
import dev.livevars.model.Text;
import dev.livevars.model.Value;
import dev.livevars.model.ValueRule;
import dev.livevars.model.VariableType;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads sessions from files and refuses what a node would refuse. For one file. */
final class SessionFileReader {
  private static final Set<String> FIELDS =
      Set.of("format", "version", "session", "revision", "ttl", "metadata", "variables");
  private static final Set<String> VARIABLE_FIELDS =
      Set.of("name", "type", "value", "constraints", "description", "metadata");

  private final Set<String> names = new HashSet<>();

  private SessionFileReader() {}

  static SessionFile read(FileNode file) {
    SessionFileReader reader = new SessionFileReader();
    requireFormat(file);
    file.allow(FIELDS);
    return new SessionFile(
        file.require("session", node -> node.refusing(() -> Names.requireSession(node.text()))),
        file.require("revision", FileNode::whole),
        file.get("ttl", node -> node.refusing(() -> DurationText.parse(node.text()))),
        metadata(file),
        file.require("variables", node -> node.list(reader::variable)));
  }

  /** Before anything else: of another format or version nothing is known. */
  private static void requireFormat(FileNode file) {
    String format = file.require("format", FileNode::text);
    if (!format.equals(SessionFile.FORMAT)) {
      throw file.bad(
          "format is '%s', but must be '%s'".formatted(Cell.of(format), SessionFile.FORMAT));
    }
    long version = file.require("version", FileNode::whole);
    if (version != SessionFile.VERSION) {
      throw file.bad(
          "version is %d, but only version %d can be read".formatted(version, SessionFile.VERSION));
    }
  }

  private SessionFile.Entry variable(FileNode node) {
    node.allow(VARIABLE_FIELDS);
    String name = node.require("name", this::name);
    VariableType type = node.require("type", SessionFileReader::type);
    Constraints constraints =
        node.require("constraints", limits -> ConstraintsReader.read(limits, type));
    ValueRule rule = node.require("constraints", n -> n.refusing(() -> ValueRule.of(constraints)));
    Value value =
        node.require("value", n -> n.refusing(() -> rule.accept(ExactValue.read(n, type))));
    return new SessionFile.Entry(name, value, constraints, description(node), metadata(node));
  }

  private String name(FileNode node) {
    String name = node.refusing(() -> Names.requireVariable(node.text()));
    if (!names.add(name)) {
      throw node.bad("there are two variables '%s'".formatted(name));
    }
    return name;
  }

  private static VariableType type(FileNode node) {
    String label = node.text();
    return Arrays.stream(VariableType.values())
        .filter(type -> type.label().equals(label))
        .findFirst()
        .orElseThrow(
            () ->
                node.mustBe(
                    "float, integer, string, boolean, choice, module, embedding or tensor"));
  }

  private static String description(FileNode parent) {
    @Nullable String description =
        parent.get(
            "description",
            node -> node.refusing(() -> Text.requireWellFormed("description", node.text())));
    return description == null ? "" : description;
  }

  private static Map<String, String> metadata(FileNode parent) {
    @Nullable Map<String, String> metadata =
        parent.get("metadata", node -> node.refusing(() -> Text.requireMetadata(node.texts())));
    return metadata == null ? Map.of() : metadata;
  }
}
