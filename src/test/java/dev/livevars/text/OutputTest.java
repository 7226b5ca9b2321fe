package dev.livevars.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.livevars.model.ChangeKind;
import dev.livevars.model.Constraints;
import dev.livevars.model.DType;
import dev.livevars.model.LivevarsException;
import dev.livevars.model.Reason;
import dev.livevars.model.Tensor;
import dev.livevars.model.Value;
import dev.livevars.model.Variable;
import dev.livevars.model.VariableChange;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class OutputTest {
  private static final Instant TIME = Instant.parse("2026-01-01T00:00:00.123456Z");

  @Test
  void shouldWriteAVariableAsTheProtocolNamesIt() {
    String json = json(Value.of(Long.MAX_VALUE), Constraints.ofInteger().min(0).readOnly(true));

    assertThat(json)
        .isEqualTo(
            """
            {"name":"a.b","type":"integer","value":9223372036854775807,\
            "constraints":{"min":0,"read_only":true},"description":"d\\n","metadata":{"k":"v"},\
            "version":2,"revision":3,"created_at":"2026-01-01T00:00:00.123456Z",\
            "updated_at":"2026-01-01T00:00:00.123456Z","source":"s"}""");
  }

  @Test
  void shouldWriteArraysAsNumbers() {
    assertThat(json(Value.of(new float[] {0.1f, 2}), Constraints.ofEmbedding().dimensions(2)))
        .contains("\"value\":[0.1,2.0],\"constraints\":{\"dimensions\":2}");
    assertThat(
            json(
                Value.of(Tensor.ofLongs(List.of(2L, 1L), 1, 2)),
                Constraints.ofTensor().shape(-1, 1)))
        .contains("\"value\":[[1],[2]],\"dtype\":\"int64\",\"shape\":[2,1]")
        .contains("\"constraints\":{\"shape\":[-1,1]}");
    assertThat(
            json(
                Value.of(Tensor.of(DType.UINT8, List.of(), new byte[] {-1})),
                Constraints.ofTensor()))
        .contains("\"value\":255,");
  }

  @Test
  void shouldQuoteNumbersThatJsonDoesNotHave() {
    assertThat(json(Value.of(Double.NaN), Constraints.ofFloat().allowNonFinite(true)))
        .contains("\"value\":\"NaN\"");
  }

  @Test
  void shouldWriteADeletion() {
    VariableChange deleted =
        VariableChange.single(
            ChangeKind.DELETED, "default", "a", 9, null, Value.of(true), 4, "", Map.of(), TIME, 8);

    assertThat(JsonLine.of(ModelJson.of(deleted)))
        .contains(
            "\"variable\":null,\"old_value\":true,\"merged_count\":1,\"recreated\":false,\"constraints_changed\":false,\"first_version\":4");
  }

  @Test
  void shouldWriteAnError() {
    LivevarsException refused =
        new LivevarsException(Reason.INVALID_VALUE, "no", Map.of("limit", "2"));

    assertThat(JsonLine.of(ModelJson.of(refused)))
        .isEqualTo(
            "{\"error\":{\"reason\":\"INVALID_VALUE\",\"status\":\"INVALID_ARGUMENT\","
                + "\"message\":\"no\",\"details\":{\"limit\":\"2\"}}}");
  }

  @Test
  void shouldAlignColumns() {
    TextTable table = new TextTable("NAME", "VALUE");
    table.add("a", "°C");
    table.add("longer", "1");

    assertThat(table.lines()).containsExactly("NAME    VALUE", "a       °C", "longer  1");
  }

  @Test
  void shouldNotLetValuesSteerTheTerminal() {
    assertThat(Cell.of("a\u001b[31m\nb\u202e")).isEqualTo("a\\u001b[31m\\u000ab\\u202e");
  }

  @Test
  void shouldShortenWhatIsLong() {
    assertThat(Cell.of("x".repeat(100))).hasSize(61).endsWith("…");
    assertThat(Cell.of(Value.of(new float[100]))).endsWith("0.0, … 100]");
    assertThat(Cell.of(Value.of(Tensor.ofFloats(List.of(2L, 1L), 1, 2))))
        .isEqualTo("float32[2, 1]");
  }

  private static String json(Value value, Constraints constraints) {
    return JsonLine.of(
        ModelJson.of(
            new Variable(
                "a.b", value, constraints, "d\n", Map.of("k", "v"), 2, 3, TIME, TIME, "s")));
  }
}
