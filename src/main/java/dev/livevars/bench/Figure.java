package dev.livevars.bench;

import org.jspecify.annotations.Nullable;

/**
 * One measured figure.
 *
 * @param name what was measured
 * @param value how much
 * @param unit of what
 * @param target what it has to reach; null when nothing is asked of it
 */
public record Figure(String name, double value, String unit, @Nullable Target target) {

  /** A figure of which nothing is asked. */
  public Figure(String name, double value, String unit) {
    this(name, value, unit, null);
  }

  /** A figure that belongs to a number of something; plots are made of such. */
  static Figure by(String dimension, long number, String name, double value, String unit) {
    return new Figure("%s, %s: %d".formatted(name, dimension, number), value, unit);
  }

  /** The same with a target, or with none. */
  Figure to(@Nullable Target asked) {
    return new Figure(name, value, unit, asked);
  }
}
