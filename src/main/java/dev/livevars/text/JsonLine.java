package dev.livevars.text;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Writes one JSON object on one line. Whole numbers stay numbers, whatever their size; numbers that
 * JSON has no words for are the strings "NaN", "Infinity" and "-Infinity".
 */
public final class JsonLine {
  private static final JsonFactory JSON = new JsonFactory();

  private final StringWriter text = new StringWriter();
  private final JsonGenerator generator;

  private JsonLine() throws IOException {
    generator = JSON.createGenerator(text);
    generator.writeStartObject();
  }

  /** What writes fields. */
  @FunctionalInterface
  public interface Fields {
    void write(JsonLine line) throws IOException;
  }

  /** The line that these fields make. */
  public static String of(Fields fields) {
    try {
      JsonLine line = new JsonLine();
      fields.write(line);
      line.generator.writeEndObject();
      line.generator.close();
      return line.text.toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Writes a field: a String, Boolean, Long, Integer, Double or null; a List or a Map of them, the
   * map by its keys' order; {@link Fields}, which make an object; or an {@link Element}.
   */
  public JsonLine field(String name, @Nullable Object value) throws IOException {
    generator.writeFieldName(name);
    write(value);
    return this;
  }

  /** The same unless the value is null. */
  JsonLine fieldIfSet(String name, @Nullable Object value) throws IOException {
    return value == null ? this : field(name, value);
  }

  /** What writes one value by itself. */
  @FunctionalInterface
  interface Element {
    void write(JsonGenerator generator) throws IOException;
  }

  private void write(@Nullable Object value) throws IOException {
    if (value instanceof Fields fields) {
      generator.writeStartObject();
      fields.write(this);
      generator.writeEndObject();
    } else if (value instanceof Element element) {
      element.write(generator);
    } else if (value instanceof List<?> list) {
      generator.writeStartArray();
      for (Object element : list) {
        write(element);
      }
      generator.writeEndArray();
    } else if (value instanceof Map<?, ?> map) {
      generator.writeStartObject();
      for (Map.Entry<String, Object> entry : sorted(map).entrySet()) {
        field(entry.getKey(), entry.getValue());
      }
      generator.writeEndObject();
    } else {
      writeScalar(value);
    }
  }

  private void writeScalar(@Nullable Object value) throws IOException {
    if (value == null) {
      generator.writeNull();
    } else if (value instanceof Boolean flag) {
      generator.writeBoolean(flag);
    } else if (value instanceof Double number) {
      generator.writeNumber(number);
    } else if (value instanceof Number number) {
      generator.writeNumber(number.longValue());
    } else {
      generator.writeString(value.toString());
    }
  }

  private static Map<String, Object> sorted(Map<?, ?> map) {
    Map<String, Object> sorted = new TreeMap<>();
    map.forEach((key, value) -> sorted.put(String.valueOf(key), value));
    return sorted;
  }
}
