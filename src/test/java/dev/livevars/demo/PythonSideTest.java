package dev.livevars.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class PythonSideTest {

  @Test
  void shouldReadAReport() {
    PythonReport report =
        PythonReport.parse(
            """
            {"event": "summary", "received": 7, "lost": 1, "repeated": 2, "p50_ms": 0.5,
             "p99_ms": 2, "max_ms": 3.5, "sets": 3, "versions": {"outdoor.wind": 9}}
            """);

    assertThat(report.event()).isEqualTo("summary");
    assertThat(report.received()).isEqualTo(7);
    assertThat(report.latency()).isEqualTo(new Latency.Percentiles(0.5, 2, 3.5));
    assertThat(report.versions()).containsOnlyKeys("outdoor.wind").containsValue(9L);
  }

  @Test
  void shouldSayThatThereIsNoSuchPython() {
    assertThatThrownBy(() -> PythonSide.start("no-such-python", "localhost:1"))
        .isInstanceOf(DemoException.class)
        .hasMessageContaining("'no-such-python'")
        .hasMessageContaining("--python");
  }

  @Test
  void shouldFailWhenTheProcessEndsEarly() {
    try (PythonSide side = PythonSide.start("false", "localhost:1")) {
      assertThatThrownBy(() -> side.live().await())
          .isInstanceOf(DemoException.class)
          .hasMessageContaining("exit code 1");
    }
  }

  @Test
  void shouldKnowAYearOfWeather() {
    assertThat(Weather.year()).hasSize(8_759);
    assertThat(Weather.year().get(0).values())
        .containsEntry(Weather.TEMPERATURE, 4.0)
        .containsEntry(Weather.WIND, 3.8)
        .containsEntry(Weather.PRESSURE, 1016.6);
  }
}
