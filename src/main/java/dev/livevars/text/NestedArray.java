package dev.livevars.text;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.livevars.model.LivevarsException;
import dev.livevars.model.Reason;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A JSON array of numbers or booleans, nested evenly: {@code [[1, 2], [3, 4]]}. */
final class NestedArray {
  private static final JsonFactory JSON = new JsonFactory();
  private static final int DEEPEST = 64;

  private final List<Long> shape = new ArrayList<>();
  private final List<Object> elements = new ArrayList<>();
  private int leafDepth = -1;

  private NestedArray() {}

  /** Reads it; a single number or boolean is an array without dimensions. */
  static NestedArray parse(String text) {
    NestedArray array = new NestedArray();
    try (JsonParser parser = JSON.createParser(text)) {
      parser.nextToken();
      array.read(parser, 0);
      if (parser.nextToken() != null) {
        throw refused("there is more after it");
      }
    } catch (IOException e) {
      throw refused("it is not JSON");
    }
    return array;
  }

  /** The size of each dimension, outermost first. */
  List<Long> shape() {
    return List.copyOf(shape);
  }

  /** The elements in row-major order, each a Long, a Double or a Boolean. */
  List<Object> elements() {
    return elements;
  }

  private void read(JsonParser parser, int depth) throws IOException {
    JsonToken token = parser.currentToken();
    if (token == null) {
      throw refused("it ends too early");
    }
    if (token == JsonToken.START_ARRAY) {
      readArray(parser, depth);
      return;
    }
    if (depth != shape.size()) {
      throw refused("its elements are not equally deep");
    }
    leafDepth = depth;
    elements.add(element(parser, token));
  }

  private void readArray(JsonParser parser, int depth) throws IOException {
    if (depth == DEEPEST || (leafDepth >= 0 && depth >= leafDepth)) {
      throw refused("its elements are not equally deep");
    }
    boolean first = shape.size() == depth;
    if (first) {
      shape.add(0L);
    }
    long size = 0;
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      read(parser, depth + 1);
      size++;
    }
    if (first) {
      shape.set(depth, size);
    } else if (shape.get(depth) != size) {
      throw refused("its rows are not equally long");
    }
  }

  private static Object element(JsonParser parser, JsonToken token) throws IOException {
    return switch (token) {
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
      case VALUE_NUMBER_INT ->
          parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
              ? (Object) parser.getDoubleValue()
              : (Object) parser.getLongValue();
      default -> throw refused("'%s' is no number".formatted(parser.getText()));
    };
  }

  private static LivevarsException refused(String why) {
    return new LivevarsException(
        Reason.INVALID_VALUE, "not an array such as [1, 2] or [[1, 2], [3, 4]]: " + why);
  }
}
