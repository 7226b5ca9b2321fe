package dev.livevars.demo;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** When the set call was made that became a variable's version. Safe for any thread. */
final class SentTimes {
  private final Map<String, Map<Long, Long>> nanos = new ConcurrentHashMap<>();

  void put(String name, long version, long nanoTime) {
    nanos.computeIfAbsent(name, key -> new ConcurrentHashMap<>()).put(version, nanoTime);
  }

  /** Null when it was set by somebody else. */
  @Nullable Long get(String name, long version) {
    return nanos.getOrDefault(name, Map.of()).get(version);
  }
}
