package dev.livevars.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.livevars.bench.Figure;
import dev.livevars.bench.Target;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

final class FigurePrinterTest {
  private static final List<Figure> FIGURES =
      List.of(
          new Figure("sets", 120_500.25, "/s", new Target(6, Target.Bound.AT_LEAST, 100_000)),
          new Figure("p50", 412.5, "µs", new Target(2, Target.Bound.AT_MOST, 250)),
          new Figure("max", 0.125, "µs"));

  private final StringWriter out = new StringWriter();

  @Test
  void shouldPrintTheTargetsByTheirNumbers() {
    FigurePrinter printer = new FigurePrinter(new PrintWriter(out, true), false);
    printer.print("part", FIGURES);
    printer.printTargets();

    assertThat(out.toString().lines().map(line -> line.replaceAll(" +", " ")))
        .containsExactly(
            "sets 120,500 /s ≥ 100,000: met",
            "p50 412.5 µs ≤ 250: MISSED",
            "max 0.13 µs",
            "",
            "TARGET WHAT MEASURED ASKED MET",
            "2 p50 412.5 µs ≤ 250 µs NO",
            "6 sets 120,500 /s ≥ 100,000 /s yes");
  }

  @Test
  void shouldPrintJson() {
    FigurePrinter printer = new FigurePrinter(new PrintWriter(out, true), true);
    printer.print("part", FIGURES);
    printer.printTargets();

    assertThat(out.toString().lines())
        .containsExactly(
            "{\"part\":\"part\",\"name\":\"sets\",\"value\":120500.25,\"unit\":\"/s\","
                + "\"target\":100000.0,\"bound\":\"at_least\",\"number\":6,\"met\":true}",
            "{\"part\":\"part\",\"name\":\"p50\",\"value\":412.5,\"unit\":\"µs\","
                + "\"target\":250.0,\"bound\":\"at_most\",\"number\":2,\"met\":false}",
            "{\"part\":\"part\",\"name\":\"max\",\"value\":0.125,\"unit\":\"µs\"}");
  }
}
