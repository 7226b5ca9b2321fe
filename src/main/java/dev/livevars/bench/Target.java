package dev.livevars.bench;

/**
 * What a figure has to reach.
 *
 * @param number of the target among those of the project, from 1
 * @param bound whether less or more is better
 * @param limit in the unit of the figure
 */
public record Target(int number, Bound bound, double limit) {

  /** On which side of the limit a figure has to be. */
  public enum Bound {
    AT_MOST,
    AT_LEAST
  }

  static Target atMost(int number, double limit) {
    return new Target(number, Bound.AT_MOST, limit);
  }

  static Target atLeast(int number, double limit) {
    return new Target(number, Bound.AT_LEAST, limit);
  }

  /** Whether a figure reaches it; one that is no number does not. */
  public boolean isMetBy(double value) {
    return bound == Bound.AT_MOST ? value <= limit : value >= limit;
  }
}
