package dev.livevars.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.livevars.Livevars;
import dev.livevars.NodeOptions;
import dev.livevars.bench.Part;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The command that measures, at its shortest; what it measures is nobody's business here. */
final class BenchCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void shouldNameThePartsInTheHelp() {
    assertThat(run("bench", "--help")).isZero();
    for (Part part : Part.values()) {
      assertThat(out.toString()).contains("  %s ".formatted(part.label()), part.what());
    }
    assertThat(out.toString()).contains("--json", "--quick", "--cluster");
  }

  @Test
  void shouldSayWhichPartsThereAre() {
    assertThat(run("bench", "local", "nonsense")).isEqualTo(2);
    assertThat(err.toString())
        .startsWith("livevars: 'nonsense' is not a part; parts are local, latency, fan-out, ")
        .contains("growth");
    assertThat(out.toString()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"--store", "--watch", "--cluster=here:1 local", "--cluster=a:b:c"})
  void shouldRefuseWhatItCannotMeasure(String arguments) {
    assertThat(run(("bench " + arguments).split(" "))).isEqualTo(2);
  }

  @Test
  void shouldPrintAnObjectAFigureAndNothingElse() {
    assertThat(run("bench", "--quick", "--json", "streams", "local")).isZero();

    List<JsonObject> figures = out.toString().lines().map(JsonObject::new).toList();
    assertThat(parts(figures)).containsExactlyInAnyOrder("streams", "local");
    assertThat(figures)
        .allSatisfy(
            figure -> {
              assertThat(figure.getString("name")).isNotEmpty();
              assertThat(figure.getDouble("value")).isNotNull();
              assertThat(figure.getString("unit")).isNotEmpty();
            });
    assertThat(figures.stream().filter(figure -> figure.containsKey("target")))
        .isNotEmpty()
        .allSatisfy(
            figure -> {
              assertThat(figure.getInteger("number")).isIn(1, 5);
              assertThat(figure.getString("bound")).isEqualTo("at_most");
              assertThat(figure.getBoolean("met"))
                  .isEqualTo(figure.getDouble("value") <= figure.getDouble("target"));
            });
    assertThat(err.toString()).contains("[1/2] streams: ", "[2/2] local: ");
  }

  @Test
  void shouldMeasureNodesThatRun() {
    Vertx vertx = Vertx.vertx();
    try {
      NodeOptions options = NodeOptions.defaults().grpc("127.0.0.1", 0);
      int port = Livevars.deploy(vertx, options).await().grpcPort();

      assertThat(run("bench", "--quick", "--cluster", "127.0.0.1:" + port)).isZero();
      assertThat(out.toString()).contains("cluster, 64 writers, sets, nodes: 1");
    } finally {
      vertx.close().await();
    }
  }

  private int run(String... arguments) {
    return Cli.commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
  }

  private static Set<String> parts(List<JsonObject> figures) {
    return figures.stream().map(figure -> figure.getString("part")).collect(Collectors.toSet());
  }
}
