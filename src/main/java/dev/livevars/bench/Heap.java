package dev.livevars.bench;

import java.lang.management.MemoryMXBean;

/** The memory that the objects of a JVM take which are in use. */
final class Heap {
  private Heap() {}

  /** What is in use after a full collection, in bytes; the second takes what the first released. */
  static long used(MemoryMXBean memory) {
    memory.gc();
    memory.gc();
    return memory.getHeapMemoryUsage().getUsed();
  }
}
