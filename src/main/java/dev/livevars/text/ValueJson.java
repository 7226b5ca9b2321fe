package dev.livevars.text;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.livevars.model.Tensor;
import dev.livevars.model.Value;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes values: embeddings as arrays of numbers, tensors as nested ones. */
final class ValueJson {
  private ValueJson() {}

  /** What a field is written with; null is null. */
  static @Nullable Object of(@Nullable Value value) {
    if (value instanceof Value.EmbeddingValue embedding) {
      return (JsonLine.Element) generator -> write(generator, embedding);
    } else if (value instanceof Value.TensorValue tensor) {
      return (JsonLine.Element) generator -> write(generator, tensor.value());
    }
    return value == null ? null : value.plain();
  }

  private static void write(JsonGenerator generator, Value.EmbeddingValue embedding)
      throws IOException {
    generator.writeStartArray();
    for (int i = 0; i < embedding.dimensions(); i++) {
      generator.writeNumber(embedding.get(i));
    }
    generator.writeEndArray();
  }

  private static void write(JsonGenerator generator, Tensor tensor) throws IOException {
    write(generator, tensor, tensor.data(), tensor.shape());
  }

  private static void write(
      JsonGenerator generator, Tensor tensor, ByteBuffer data, List<Long> shape)
      throws IOException {
    if (shape.isEmpty()) {
      writeElement(generator, tensor, data);
      return;
    }
    generator.writeStartArray();
    for (long i = 0; i < shape.get(0); i++) {
      write(generator, tensor, data, shape.subList(1, shape.size()));
    }
    generator.writeEndArray();
  }

  private static void writeElement(JsonGenerator generator, Tensor tensor, ByteBuffer data)
      throws IOException {
    switch (tensor.dtype()) {
      case FLOAT32 -> generator.writeNumber(data.getFloat());
      case FLOAT64 -> generator.writeNumber(data.getDouble());
      case INT32 -> generator.writeNumber(data.getInt());
      case INT64 -> generator.writeNumber(data.getLong());
      case UINT8 -> generator.writeNumber(data.get() & 0xff);
      case BOOL -> generator.writeBoolean(data.get() == 1);
    }
  }
}
