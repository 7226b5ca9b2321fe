package dev.livevars.crash;

/** What a test makes its random choices from. */
final class Seed {
  private Seed() {}

  /** The one that {@code -Dlivevars.seed} names, else another at each call; told for repetition. */
  static long any() {
    long seed = Long.getLong("livevars.seed", System.nanoTime());
    System.out.println("-Dlivevars.seed=" + seed);
    return seed;
  }
}
