package dev.livevars.model;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Sessions are spread over shards, each of which has one owner. */
public final class Shards {
  /** Over how many shards sessions are spread; stores remember it. */
  public static final int COUNT = 64;

  /** All of them: 0 to 63. */
  public static final Set<Integer> ALL =
      IntStream.range(0, COUNT).boxed().collect(Collectors.toUnmodifiableSet());

  private Shards() {}

  /** The shard of a session. */
  public static int of(String session) {
    return Math.floorMod(session.hashCode(), COUNT);
  }
}
