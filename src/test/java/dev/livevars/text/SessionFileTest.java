package dev.livevars.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.livevars.model.Constraints;
import dev.livevars.model.DType;
import dev.livevars.model.LivevarsException;
import dev.livevars.model.Tensor;
import dev.livevars.model.Value;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SessionFileTest {
  private static final String HEAD =
      "{\"format\":\"livevars-session\",\"version\":1,\"session\":\"s\",\"revision\":7";

  @Test
  void shouldWriteAVariableALine() throws IOException {
    SessionFile file =
        new SessionFile(
            "s",
            7,
            Duration.ofSeconds(90),
            Map.of(),
            List.of(
                entry("a", Value.of(Double.NaN), Constraints.ofFloat().allowNonFinite(true)),
                entry("b", Value.of("é"), Constraints.ofString().maxLength(3).readOnly(true)),
                entry("c", Value.of(new float[] {1}), Constraints.ofEmbedding()),
                entry(
                    "d",
                    Value.of(Tensor.of(DType.UINT8, List.of(2L), new byte[] {1, 2})),
                    Constraints.ofTensor())));
    StringBuilder text = new StringBuilder();
    file.write(text);

    assertThat(text.toString())
        .isEqualTo(
            """
            {"format":"livevars-session","version":1,"session":"s","revision":7,"ttl":"90s",\
            "metadata":{},"variables":[
            {"name":"a","type":"float","value":"NaN","constraints":{"allow_non_finite":true},\
            "description":"","metadata":{}},
            {"name":"b","type":"string","value":"\\u00e9",\
            "constraints":{"max_length":3,"read_only":true},"description":"","metadata":{}},
            {"name":"c","type":"embedding","value":{"dimensions":1,"data":"AACAPw=="},\
            "constraints":{},"description":"","metadata":{}},
            {"name":"d","type":"tensor","value":{"dtype":"uint8","shape":[2],"data":"AQI="},\
            "constraints":{},"description":"","metadata":{}}
            ]}
            """);
  }

  @Test
  void shouldDoWithoutWhatIsNotNeeded() throws IOException {
    SessionFile file = read(HEAD + ",\"variables\":[" + variable("a", "integer", "1", "{}") + "]}");

    assertThat(file.ttl()).isNull();
    assertThat(file.variables()).containsExactly(entry("a", Value.of(1), Constraints.ofInteger()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "nonsense",
        "[]",
        "{\"format\":1}",
        "{\"format\":\"other\"}",
        "{\"format\":\"livevars-session\"}",
        "{\"format\":\"livevars-session\",\"version\":2}",
        "{\"format\":\"livevars-session\",\"version\":1}",
        HEAD + "}",
        HEAD + ",\"variables\":{}}",
        HEAD + ",\"variables\":[]} more",
        HEAD + ",\"variables\":[],\"variables\":[]}",
        HEAD + ",\"variables\":[],\"extra\":1}",
        HEAD + ",\"variables\":[],\"ttl\":\"soon\"}",
        HEAD + ",\"variables\":[]",
      })
  void shouldRefuseWhatIsNoSession(String text) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(SessionFileException.class)
        .message()
        .matches("(line \\d+: .+|the file is empty)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1st | integer | 1 | {} | variables[1].name",
        "a | integer | 1 | {} | variables[1].name",
        "b | number | 1 | {} | variables[1].type",
        "b | integer | 1.5 | {} | variables[1].value",
        "b | integer | 9223372036854775808 | {} | variables[1].value",
        "b | integer | \"1\" | {} | variables[1].value",
        "b | integer | null | {} | variables[1].value",
        "b | float | \"nan\" | {} | variables[1].value",
        "b | float | \"NaN\" | {} | variables[1].value",
        "b | boolean | 1 | {} | variables[1].value",
        "b | string | \"\\ud800\" | {} | variables[1].value",
        "b | float | 3 | {\"max\":2} | variables[1].value",
        "b | float | 3 | {\"maximum\":2} | variables[1].constraints.maximum",
        "b | float | 3 | {\"min\":true} | variables[1].constraints.min",
        "b | float | 3 | {\"min\":2,\"max\":1} | variables[1].constraints",
        "b | string | \"\" | {\"min_length\":5000000000} | variables[1].constraints.min_length",
        "b | string | \"\" | {\"pattern\":\"(\"} | variables[1].constraints",
        "b | choice | \"a\" | {} | variables[1].constraints",
        "b | choice | \"a\" | {\"choices\":[\"a\",1]} | variables[1].constraints.choices[1]",
        "b | embedding | [1] | {} | variables[1].value",
        "b | embedding | {\"dimensions\":1,\"data\":\"AACAPw=\"} | {} | variables[1].value.data",
        "b | embedding | {\"dimensions\":1,\"data\":\"AAAA\"} | {} | variables[1].value",
        "b | embedding | {\"dimensions\":2,\"data\":\"AACAPw==\"} | {} | variables[1].value",
        "b | tensor | {\"shape\":[],\"data\":\"AQ==\"} | {} | variables[1].value",
        "b | tensor | {\"dtype\":\"f\",\"shape\":[],\"data\":\"AQ==\"} | {} | value.dtype",
        "b | tensor | {\"dtype\":\"bool\",\"shape\":[],\"data\":\"Ag==\"} | {} | variables[1].value",
        "b | tensor | {\"dtype\":\"uint8\",\"shape\":[2],\"data\":\"AQ==\"} | {} | [1].value",
      })
  void shouldNameTheLineAndTheField(
      String name, String type, String value, String constraints, String where) {
    String text =
        HEAD
            + ",\"variables\":[\n"
            + variable("a", "integer", "1", "{}")
            + ",\n"
            + variable(name, type, value, constraints)
            + "\n]}";

    assertThatThrownBy(() -> read(text))
        .isInstanceOf(SessionFileException.class)
        .message()
        .startsWith("line 3: ")
        .contains(where + ": ")
        .doesNotContain("\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "5", "s", "1.5s", "-1s", "1w", "99999999999999999999s", "1 s"})
  void shouldRefuseWhatIsNoDuration(String text) {
    assertThatThrownBy(() -> DurationText.parse(text)).isInstanceOf(LivevarsException.class);
  }

  private static SessionFile.Entry entry(String name, Value value, Constraints constraints) {
    return new SessionFile.Entry(name, value, constraints, "", Map.of());
  }

  private static String variable(String name, String type, String value, String constraints) {
    return "{\"name\":\"%s\",\"type\":\"%s\",\"value\":%s,\"constraints\":%s}"
        .formatted(name, type, value, constraints);
  }

  private static SessionFile read(String text) throws IOException {
    return SessionFile.read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
  }
}
