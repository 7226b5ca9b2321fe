package dev.livevars.model;

import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which changes a watcher wants; everything that is set must hold. Values are compared with what
 * the watcher last received, or with what was there when the watch began. Distances speak of
 * updates whose old and new value are of the same type and shape: other changes pass them.
 *
 * @param kinds the kinds of change; empty is all
 * @param minChange the least absolute difference of a float or an integer; null is any
 * @param minChangeRatio the least difference of a float or an integer as a ratio of the magnitude
 *     of the one last received; null is any
 * @param minDistance the least distance: Euclidean for embeddings, the greatest absolute difference
 *     of an element for tensors; null is any
 * @param expression a CEL expression over {@code name}, {@code old}, {@code new}, {@code version},
 *     {@code source} and {@code metadata}; empty is none. It judges each change as it came, before
 *     any are merged
 */
public record WatchFilter(
    Set<ChangeKind> kinds,
    @Nullable Double minChange,
    @Nullable Double minChangeRatio,
    @Nullable Double minDistance,
    String expression) {
  /** The most characters of an expression. */
  public static final int MAX_EXPRESSION = 2_048;

  /** Wants everything. */
  public static final WatchFilter NONE = new WatchFilter(Set.of(), null, null, null, "");

  /** Throws INVALID_REQUEST naming the field when a distance is negative or not finite. */
  public WatchFilter {
    kinds = Set.copyOf(kinds);
    requireDistance("filter.min_change", minChange);
    requireDistance("filter.min_change_ratio", minChangeRatio);
    requireDistance("filter.min_distance", minDistance);
    Rules.require(
        expression.length() <= MAX_EXPRESSION,
        "filter.expression",
        expression.length() + " characters",
        "at most %d characters".formatted(MAX_EXPRESSION));
    Text.requireWellFormed("filter.expression", expression);
  }

  /** Whether it holds nothing back. */
  public boolean isNone() {
    return equals(NONE);
  }

  /** Whether changes of a kind are wanted. */
  public boolean wants(ChangeKind kind) {
    return kinds.isEmpty() || kinds.contains(kind);
  }

  /** Whether values are compared with what was last received. */
  public boolean compares() {
    return measures() || !expression.isEmpty();
  }

  /** Whether values must differ by something. */
  public boolean measures() {
    return minChange != null || minChangeRatio != null || minDistance != null;
  }

  /** The same, for these kinds alone. */
  public WatchFilter kinds(ChangeKind first, ChangeKind... more) {
    return new WatchFilter(
        EnumSet.of(first, more), minChange, minChangeRatio, minDistance, expression);
  }

  /** The same, with a least absolute difference. */
  public WatchFilter minChange(double value) {
    return new WatchFilter(kinds, value, minChangeRatio, minDistance, expression);
  }

  /** The same, with a least relative difference. */
  public WatchFilter minChangeRatio(double value) {
    return new WatchFilter(kinds, minChange, value, minDistance, expression);
  }

  /** The same, with a least distance. */
  public WatchFilter minDistance(double value) {
    return new WatchFilter(kinds, minChange, minChangeRatio, value, expression);
  }

  /** The same, with a CEL expression. */
  public WatchFilter expression(String text) {
    return new WatchFilter(kinds, minChange, minChangeRatio, minDistance, text);
  }

  private static void requireDistance(String field, @Nullable Double value) {
    Rules.require(
        value == null || (value >= 0 && Double.isFinite(value)),
        field,
        value,
        "a finite number, 0 or more");
  }
}
