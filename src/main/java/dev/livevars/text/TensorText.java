package dev.livevars.text;

import dev.livevars.model.DType;
import dev.livevars.model.LivevarsException;
import dev.livevars.model.Reason;
import dev.livevars.model.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes packed arrays of nested ones. */
final class TensorText {
  private TensorText() {}

  static float[] floats(NestedArray array) {
    if (array.shape().size() != 1) {
      throw refused("an embedding is a flat array such as [0.1, 0.2]");
    }
    float[] floats = new float[array.elements().size()];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) number(array.elements().get(i)).doubleValue();
    }
    return floats;
  }

  /** A tensor; without a dtype the elements decide: bool, int64 or float64. */
  static Tensor tensor(NestedArray array, @Nullable DType wanted) {
    DType dtype = wanted != null ? wanted : dtypeOf(array.elements());
    ByteBuffer data =
        ByteBuffer.allocate(Math.multiplyExact(array.elements().size(), dtype.bytes()))
            .order(ByteOrder.LITTLE_ENDIAN);
    for (Object element : array.elements()) {
      put(data, dtype, element);
    }
    return Tensor.of(dtype, array.shape(), data.flip());
  }

  private static DType dtypeOf(List<Object> elements) {
    if (!elements.isEmpty() && elements.stream().allMatch(Boolean.class::isInstance)) {
      return DType.BOOL;
    }
    boolean whole = !elements.isEmpty() && elements.stream().allMatch(Long.class::isInstance);
    return whole ? DType.INT64 : DType.FLOAT64;
  }

  private static void put(ByteBuffer data, DType dtype, Object element) {
    switch (dtype) {
      case FLOAT32 -> data.putFloat((float) number(element).doubleValue());
      case FLOAT64 -> data.putDouble(number(element).doubleValue());
      case INT32 -> data.putInt((int) whole(element, Integer.MIN_VALUE, Integer.MAX_VALUE));
      case INT64 -> data.putLong(whole(element, Long.MIN_VALUE, Long.MAX_VALUE));
      case UINT8 -> data.put((byte) whole(element, 0, 255));
      case BOOL ->
          data.put((byte) (element instanceof Boolean b ? (b ? 1 : 0) : whole(element, 0, 1)));
    }
  }

  private static Number number(Object element) {
    if (element instanceof Number number) {
      return number;
    }
    throw refused("%s is no number".formatted(element));
  }

  private static long whole(Object element, long least, long most) {
    if (element instanceof Long number && number >= least && number <= most) {
      return number;
    }
    throw refused("%s is no whole number from %d to %d".formatted(element, least, most));
  }

  private static LivevarsException refused(String message) {
    return new LivevarsException(Reason.INVALID_VALUE, message);
  }
}
