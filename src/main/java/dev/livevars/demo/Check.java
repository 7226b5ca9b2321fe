package dev.livevars.demo;

import dev.livevars.Variables;
import dev.livevars.model.Variable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Compares what both sides received with what the node has at the end. */
final class Check {
  private static final int ATTEMPTS = 500;

  private final Variables variables;
  private final Tally jvm;
  private final PythonReport python;

  Check(Variables variables, Tally jvm, PythonReport python) {
    this.variables = variables;
    this.jvm = jvm;
    this.python = python;
  }

  /** What is not as it must be; what is still under way to the JVM side gets 5 s to arrive. */
  List<String> problems() {
    List<Variable> present = variables.list("outdoor.*", "heating.*").await();
    for (int i = 0; i < ATTEMPTS && !behind("JVM", jvm.versions(), present).isEmpty(); i++) {
      Pause.millis(10);
    }
    List<String> problems = new ArrayList<>(behind("JVM", jvm.versions(), present));
    List<Variable> forPython =
        present.stream().filter(v -> !v.name().equals(HeatingVerticle.POWER)).toList();
    problems.addAll(behind("Python", python.versions(), forPython));
    count(problems, "JVM", jvm.lost(), jvm.repeated());
    count(problems, "Python", python.lost(), python.repeated());
    return problems;
  }

  private static List<String> behind(
      String side, Map<String, Long> received, List<Variable> present) {
    return present.stream()
        .filter(variable -> received.getOrDefault(variable.name(), 0L) != variable.version())
        .map(
            variable ->
                "%s has version %d of %s, the node has %d"
                    .formatted(
                        side,
                        received.getOrDefault(variable.name(), 0L),
                        variable.name(),
                        variable.version()))
        .toList();
  }

  private static void count(List<String> problems, String side, long lost, long repeated) {
    if (lost + repeated > 0) {
      problems.add("%s lost %d and got %d twice".formatted(side, lost, repeated));
    }
  }
}
