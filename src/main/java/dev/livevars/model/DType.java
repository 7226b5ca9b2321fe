package dev.livevars.model;

import java.util.Locale;

/** The element type of a tensor. */
public enum DType {
  FLOAT32(4),
  FLOAT64(8),
  INT32(4),
  INT64(8),
  BOOL(1),
  UINT8(1);

  private final int bytes;

  DType(int bytes) {
    this.bytes = bytes;
  }

  /** The size of one element in bytes. */
  public int bytes() {
    return bytes;
  }

  /** The name as numpy writes it: lower case. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
