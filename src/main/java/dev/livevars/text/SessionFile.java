package dev.livevars.text;

import dev.livevars.model.Constraints;
import dev.livevars.model.Value;
import dev.livevars.model.Variable;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A session as a file of JSON: its variables as they were together, without their history.
 *
 * @param session the session's id
 * @param revision the session's revision when it was read
 * @param ttl how long it lives after it was last used; null is for ever
 * @param metadata the session's metadata
 * @param variables its variables, of which no two have the same name
 */
public record SessionFile(
    String session,
    long revision,
    @Nullable Duration ttl,
    Map<String, String> metadata,
    List<Entry> variables) {
  static final String FORMAT = "livevars-session";
  static final int VERSION = 1;

  public SessionFile {
    metadata = Map.copyOf(metadata);
    variables = List.copyOf(variables);
  }

  /** A variable without what its session makes of it: version, revision, times and source. */
  public record Entry(
      String name,
      Value value,
      Constraints constraints,
      String description,
      Map<String, String> metadata) {
    public Entry {
      metadata = Map.copyOf(metadata);
    }

    /** The variable's. */
    public static Entry of(Variable variable) {
      return new Entry(
          variable.name(),
          variable.value(),
          variable.constraints(),
          variable.description(),
          variable.metadata());
    }
  }

  /**
   * Reads a file; nothing of it is trusted.
   *
   * @throws SessionFileException naming the line and the field when it is not valid
   */
  public static SessionFile read(InputStream file) throws IOException {
    return SessionFileReader.read(FileNode.read(file));
  }

  /** Writes it, a variable a line, in ASCII: {@link #read} gives it back to the last bit. */
  public void write(Appendable file) throws IOException {
    String head = JsonLine.of(this::head);
    file.append(ascii(head.substring(0, head.length() - 1))).append(",\"variables\":[");
    String separator = "\n";
    for (Entry entry : variables) {
      file.append(separator).append(ascii(JsonLine.of(line -> variable(line, entry))));
      separator = ",\n";
    }
    file.append("\n]}\n");
  }

  private void head(JsonLine line) throws IOException {
    line.field("format", FORMAT)
        .field("version", VERSION)
        .field("session", session)
        .field("revision", revision)
        .fieldIfSet("ttl", ttl == null ? null : DurationText.of(ttl))
        .field("metadata", metadata);
  }

  private static void variable(JsonLine line, Entry entry) throws IOException {
    line.field("name", entry.name())
        .field("type", entry.constraints().type().label())
        .field("value", ExactValue.of(entry.value()))
        .field("constraints", ConstraintsJson.of(entry.constraints()))
        .field("description", entry.description())
        .field("metadata", entry.metadata());
  }

  /** Only texts have other characters, and those may be escaped: no charset can spoil them. */
  private static String ascii(String json) {
    StringBuilder escaped = new StringBuilder(json.length());
    for (int i = 0; i < json.length(); i++) {
      char c = json.charAt(i);
      if (c < 0x7f) {
        escaped.append(c);
      } else {
        escaped.append("\\u%04x".formatted((int) c));
      }
    }
    return escaped.toString();
  }
}
