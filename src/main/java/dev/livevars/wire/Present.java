package dev.livevars.wire;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Null in the model is a field not set in protobuf. */
final class Present {
  private Present() {}

  /** Hands what is not null to a builder's setter, whose answer does not matter. */
  static <T> void ifSet(@Nullable T value, Function<T, ?> setter) {
    if (value != null) {
      Object unused = setter.apply(value);
    }
  }

  static <T> @Nullable T orNull(boolean set, T value) {
    return set ? value : null;
  }
}
