package dev.livevars.peers;

import java.util.Locale;

/** What a server does with a value before it acknowledges it. */
public enum Durability {
  /** It keeps it in memory. */
  MEMORY,
  /** It has it on the disk. */
  FSYNC;

  static Durability parse(String name) {
    return valueOf(name.toUpperCase(Locale.ROOT));
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
