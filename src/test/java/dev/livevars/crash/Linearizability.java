package dev.livevars.crash;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Tests whether operations on variables could have happened one after the other, each at a moment
 * between its question and its answer. Since all of them tell versions, that is so if none is
 * answered by an older version than one that was answered before it was asked; a write must have
 * made a newer one, the next after the one that it expected, which nobody else made.
 */
final class Linearizability {
  private Linearizability() {}

  /** What could not have happened, as sentences. */
  static List<String> violations(List<Operation> operations) {
    List<String> violations = new ArrayList<>();
    Map<String, List<Operation>> byName =
        operations.stream().collect(Collectors.groupingBy(Operation::name));
    byName.values().forEach(some -> check(some, violations));
    return violations;
  }

  private static void check(List<Operation> operations, List<String> violations) {
    List<Operation> byEnd = new ArrayList<>(operations);
    byEnd.sort(Comparator.comparingLong(Operation::end));
    List<Operation> byStart = new ArrayList<>(operations);
    byStart.sort(Comparator.comparingLong(Operation::start));
    int ended = 0;
    Operation newest = null;
    for (Operation operation : byStart) {
      for (; byEnd.get(ended).end() < operation.start(); ended++) {
        Operation before = byEnd.get(ended);
        newest = newest == null || before.version() > newest.version() ? before : newest;
      }
      long least = operation.expected() == null ? 0 : 1;
      if (newest != null && operation.version() < newest.version() + least) {
        violations.add("stale: %s after %s".formatted(operation, newest));
      }
    }
    Map<Long, List<Operation>> writes =
        operations.stream()
            .filter(operation -> operation.expected() != null)
            .collect(Collectors.groupingBy(Operation::version));
    writes.forEach(
        (version, same) -> {
          if (same.size() > 1) {
            violations.add("version %d was made twice: %s".formatted(version, same));
          }
          same.stream()
              .filter(write -> write.expected() == null || write.expected() + 1 != version)
              .forEach(write -> violations.add("not the next version: " + write));
        });
  }
}
