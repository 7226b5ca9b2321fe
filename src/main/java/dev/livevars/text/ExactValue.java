package dev.livevars.text;

import dev.livevars.model.DType;
import dev.livevars.model.Tensor;
import dev.livevars.model.Value;
import dev.livevars.model.Value.EmbeddingValue;
import dev.livevars.model.Value.TensorValue;
import dev.livevars.model.VariableType;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.Set;

/**
 * Values in files, to the last bit: numbers in decimal, arrays packed (little-endian, row-major) in
 * base64.
 */
final class ExactValue {
  private ExactValue() {}

  /** What a field is written with. */
  static Object of(Value value) {
    if (value instanceof EmbeddingValue embedding) {
      JsonLine.Fields fields =
          line ->
              line.field("dimensions", embedding.dimensions())
                  .field("data", base64(embedding.packed()));
      return fields;
    } else if (value instanceof TensorValue tensor) {
      JsonLine.Fields fields =
          line ->
              line.field("dtype", tensor.value().dtype().label())
                  .field("shape", tensor.value().shape())
                  .field("data", base64(tensor.value().data()));
      return fields;
    }
    return value.plain();
  }

  /** Reads a value of a type. */
  static Value read(FileNode node, VariableType type) {
    return switch (type) {
      case FLOAT -> Value.of(node.decimal());
      case INTEGER -> Value.of(node.whole());
      case STRING, CHOICE, MODULE -> Value.of(node.text());
      case BOOLEAN -> Value.of(node.flag());
      case EMBEDDING -> readEmbedding(node);
      case TENSOR -> readTensor(node);
    };
  }

  static DType dtype(FileNode node) {
    String label = node.text();
    return Arrays.stream(DType.values())
        .filter(dtype -> dtype.label().equals(label))
        .findFirst()
        .orElseThrow(() -> node.mustBe("float32, float64, int32, int64, bool or uint8"));
  }

  private static Value readEmbedding(FileNode node) {
    node.allow(Set.of("dimensions", "data"));
    byte[] data = node.require("data", ExactValue::bytes);
    int dimensions = node.require("dimensions", FileNode::integer);
    EmbeddingValue embedding = node.refusing(() -> EmbeddingValue.ofPacked(ByteBuffer.wrap(data)));
    if (embedding.dimensions() != dimensions) {
      throw node.bad(
          "dimensions is %d, but there are %d elements"
              .formatted(dimensions, embedding.dimensions()));
    }
    return embedding;
  }

  private static Value readTensor(FileNode node) {
    node.allow(Set.of("dtype", "shape", "data"));
    return node.refusing(
        () ->
            Value.of(
                Tensor.of(
                    node.require("dtype", ExactValue::dtype),
                    node.require("shape", shape -> shape.list(FileNode::whole)),
                    node.require("data", ExactValue::bytes))));
  }

  private static byte[] bytes(FileNode node) {
    try {
      return Base64.getDecoder().decode(node.text());
    } catch (IllegalArgumentException e) {
      throw node.mustBe("base64");
    }
  }

  private static String base64(ByteBuffer packed) {
    byte[] bytes = new byte[packed.remaining()];
    packed.get(bytes);
    return Base64.getEncoder().encodeToString(bytes);
  }
}
