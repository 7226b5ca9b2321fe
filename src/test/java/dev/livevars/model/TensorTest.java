package dev.livevars.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.livevars.model.Value.EmbeddingValue;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class TensorTest {

  @Test
  void shouldNotChangeWithTheBytesItWasMadeOf() {
    byte[] bytes = {1, 0};
    Tensor tensor = Tensor.of(DType.BOOL, List.of(2L), bytes);
    bytes[0] = 0;

    assertThat(tensor).isEqualTo(Tensor.of(DType.BOOL, List.of(2L), new byte[] {1, 0}));
    assertThat(tensor.data().isReadOnly()).isTrue();
  }

  @Test
  void shouldRefuseBytesThatDoNotFitTheShape() {
    assertThatThrownBy(() -> Tensor.of(DType.INT32, List.of(2L), new byte[7]))
        .hasMessageContaining("shape [2] of int32 means 2 elements of 4 bytes")
        .hasMessageContaining("there are 7 bytes");
    assertThatThrownBy(() -> Tensor.of(DType.UINT8, List.of(1L << 62, 4L), new byte[0]))
        .hasMessageContaining("there are 0 bytes");
    assertThatThrownBy(() -> Tensor.of(DType.UINT8, List.of(-1L, -1L), new byte[1]))
        .hasMessageContaining("negative size");
    assertThatThrownBy(() -> Tensor.of(DType.UINT8, Collections.nCopies(65, 1L), new byte[1]))
        .hasMessageContaining("65 dimensions are too many");
  }

  @Test
  void shouldRefuseBooleansOtherThanZeroAndOne() {
    assertThatThrownBy(() -> Tensor.of(DType.BOOL, List.of(2L), new byte[] {1, -1}))
        .hasMessage("tensor: element 1 of bool is 255, not 0 or 1");
  }

  @Test
  void shouldPackEmbeddingsLittleEndian() {
    EmbeddingValue vector = new EmbeddingValue(new float[] {1f, -2.5f});

    assertThat(vector.packed()).isEqualTo(Tensor.ofFloats(List.of(2L), 1f, -2.5f).data());
    assertThat(EmbeddingValue.ofPacked(vector.packed())).isEqualTo(vector);
    assertThatThrownBy(() -> EmbeddingValue.ofPacked(ByteBuffer.allocate(6)))
        .hasMessage("embedding: 6 bytes are no whole float32 elements");
  }
}
