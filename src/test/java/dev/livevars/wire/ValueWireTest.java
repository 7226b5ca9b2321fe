package dev.livevars.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import dev.livevars.model.LivevarsException;
import dev.livevars.model.Reason;
import dev.livevars.wire.v1.Embedding;
import dev.livevars.wire.v1.Tensor;
import dev.livevars.wire.v1.TensorDtype;
import dev.livevars.wire.v1.Value;
import org.junit.jupiter.api.Test;

class ValueWireTest {

  @Test
  void shouldRefuseAValueThatIsNotSet() {
    assertRefused(Value.getDefaultInstance(), "value");
  }

  @Test
  void shouldRefuseATensorWithoutDtype() {
    assertRefused(tensor(Tensor.newBuilder()), "value.tensor_value.dtype");
    assertRefused(tensor(Tensor.newBuilder().setDtypeValue(77)), "value.tensor_value.dtype");
  }

  @Test
  void shouldRefuseBytesThatDoNotFit() {
    assertRefused(
        tensor(Tensor.newBuilder().setDtype(TensorDtype.TENSOR_DTYPE_INT64).addShape(1)),
        "value.tensor_value.data");
    assertRefused(
        tensor(Tensor.newBuilder().setDtype(TensorDtype.TENSOR_DTYPE_INT64).addShape(-1)),
        "value.tensor_value.shape");
    Embedding odd = Embedding.newBuilder().setData(ByteString.copyFromUtf8("abc")).build();
    assertRefused(Value.newBuilder().setEmbeddingValue(odd).build(), "value.embedding_value.data");
  }

  private static Value tensor(Tensor.Builder tensor) {
    return Value.newBuilder().setTensorValue(tensor).build();
  }

  private static void assertRefused(Value value, String field) {
    LivevarsException error =
        catchThrowableOfType(LivevarsException.class, () -> ValueWire.toModel(value));
    assertThat(error.reason()).isEqualTo(Reason.INVALID_VALUE);
    assertThat(error.details()).containsEntry("field", field);
  }
}
