package dev.livevars.text;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.livevars.model.LivevarsException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A JSON value of a file, which knows where it stands: what does not fit is refused by the line and
 * the name of the field.
 */
final class FileNode {
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxStringLength(Integer.MAX_VALUE)
                  .maxNameLength(Integer.MAX_VALUE)
                  .build())
          .build();

  private static final Map<String, Double> NON_FINITE =
      Map.of(
          "NaN", Double.NaN,
          "Infinity", Double.POSITIVE_INFINITY,
          "-Infinity", Double.NEGATIVE_INFINITY);

  private final String path;
  private final int line;

  /** A Map, a List, a String, a {@link Num}, a Boolean, or null. */
  private final @Nullable Object value;

  private FileNode(String path, int line, @Nullable Object value) {
    this.path = path;
    this.line = line;
    this.value = value;
  }

  /** A number as it is written, whatever its size. */
  private record Num(String text, boolean whole) {}

  /** Reads the one value of a file. */
  static FileNode read(InputStream file) throws IOException {
    try (JsonParser parser = JSON.createParser(file)) {
      parser.nextToken();
      FileNode node = read(parser, "");
      if (parser.nextToken() != null) {
        throw new SessionFileException(
            "line %d: there is more after the session".formatted(lineOf(parser)));
      }
      return node;
    } catch (JsonProcessingException e) {
      JsonLocation where = e.getLocation(); // none when it is nested too deeply
      String line = where == null ? "" : "line %d: ".formatted(where.getLineNr());
      throw new SessionFileException("%sit is not JSON: %s".formatted(line, oneLine(e)));
    }
  }

  /** A field of an object, as it must be. */
  <T> T require(String name, Function<FileNode, T> reader) {
    FileNode field = fields().get(name);
    if (field == null) {
      throw bad("has no field '%s'".formatted(name));
    }
    return reader.apply(field);
  }

  /** A field of an object; null when it is not there. */
  <T> @Nullable T get(String name, Function<FileNode, T> reader) {
    FileNode field = fields().get(name);
    return field == null ? null : reader.apply(field);
  }

  /** Whether a field of an object is there and true. */
  boolean isSet(String name) {
    return Boolean.TRUE.equals(get(name, FileNode::flag));
  }

  /** Refuses fields of an object that are not known. */
  void allow(Set<String> known) {
    fields()
        .forEach(
            (name, field) -> {
              if (!known.contains(name)) {
                throw field.bad("is not known here");
              }
            });
  }

  <T> List<T> list(Function<FileNode, T> reader) {
    if (value instanceof List<?> elements) {
      return elements.stream().map(element -> reader.apply((FileNode) element)).toList();
    }
    throw mustBe("an array");
  }

  Map<String, String> texts() {
    Map<String, String> texts = new LinkedHashMap<>();
    fields().forEach((name, field) -> texts.put(name, field.text()));
    return texts;
  }

  String text() {
    if (value instanceof String text) {
      return text;
    }
    throw mustBe("a text");
  }

  boolean flag() {
    if (value instanceof Boolean flag) {
      return flag;
    }
    throw mustBe("true or false");
  }

  long whole() {
    if (value instanceof Num number && number.whole()) {
      try {
        return Long.parseLong(number.text());
      } catch (NumberFormatException e) {
        throw mustBe("a whole number of 64 bits");
      }
    }
    throw mustBe("a whole number of 64 bits");
  }

  int integer() {
    long whole = whole();
    if (whole != (int) whole) {
      throw mustBe("a whole number of 32 bits");
    }
    return (int) whole;
  }

  /** A number, or "NaN", "Infinity" or "-Infinity". */
  double decimal() {
    if (value instanceof Num number) {
      return Double.parseDouble(number.text());
    }
    Double nonFinite = value instanceof String text ? NON_FINITE.get(text) : null;
    if (nonFinite == null) {
      throw mustBe("a number, \"NaN\", \"Infinity\" or \"-Infinity\"");
    }
    return nonFinite;
  }

  /** What a model makes of it, whose refusal becomes one of the file. */
  <T> T refusing(Supplier<T> model) {
    try {
      return model.get();
    } catch (LivevarsException e) {
      throw bad(e.message());
    }
  }

  SessionFileException mustBe(String what) {
    return bad("must be " + what);
  }

  SessionFileException bad(String why) {
    String where = path.isEmpty() ? "the file" : Cell.of(path);
    return new SessionFileException("line %d: %s: %s".formatted(line, where, why));
  }

  private Map<String, FileNode> fields() {
    if (value instanceof Map<?, ?> fields) {
      @SuppressWarnings("unchecked") // made below
      Map<String, FileNode> byName = (Map<String, FileNode>) fields;
      return byName;
    }
    throw mustBe("an object");
  }

  private static FileNode read(JsonParser parser, String path) throws IOException {
    JsonToken token = parser.currentToken();
    int line = lineOf(parser);
    if (token == null) {
      throw new SessionFileException("the file is empty");
    }
    return new FileNode(
        path,
        line,
        switch (token) {
          case START_OBJECT -> readObject(parser, path);
          case START_ARRAY -> readArray(parser, path);
          case VALUE_NUMBER_INT -> new Num(parser.getText(), true);
          case VALUE_NUMBER_FLOAT -> new Num(parser.getText(), false);
          case VALUE_TRUE -> true;
          case VALUE_FALSE -> false;
          case VALUE_STRING -> parser.getText();
          default -> null;
        });
  }

  private static Map<String, FileNode> readObject(JsonParser parser, String path)
      throws IOException {
    Map<String, FileNode> fields = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      parser.nextToken();
      fields.put(name, read(parser, path.isEmpty() ? name : path + "." + name));
    }
    return fields;
  }

  private static List<FileNode> readArray(JsonParser parser, String path) throws IOException {
    List<FileNode> elements = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      elements.add(read(parser, "%s[%d]".formatted(path, elements.size())));
    }
    return elements;
  }

  private static int lineOf(JsonParser parser) {
    return parser.currentTokenLocation().getLineNr();
  }

  private static String oneLine(JsonProcessingException e) {
    return e.getOriginalMessage()
        .replaceAll(" \\(start marker at .*", "")
        .replaceAll("\\s*\\R\\s*", " ");
  }
}
