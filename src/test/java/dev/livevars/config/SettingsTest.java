package dev.livevars.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SettingsTest {
  private final Path folder;

  SettingsTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void shouldPreferFlagToEnvironmentToFileToDefault() throws IOException {
    Path file = file("grpc: {port: 1}\nhttp: {port: 1}\nnode: {name: file}\n");
    Map<String, String> environment = Map.of("LIVEVARS_GRPC_PORT", "2", "LIVEVARS_HTTP_PORT", "2");

    Settings settings = Settings.load(file, environment, Map.of("--grpc-port", "3"));

    assertThat(settings.get(Table.GRPC_PORT)).isEqualTo(3);
    assertThat(settings.get(Table.HTTP_PORT)).isEqualTo(2);
    assertThat(settings.get(Table.NODE_NAME)).isEqualTo("file");
    assertThat(settings.get(Table.HEARTBEAT_INTERVAL)).isEqualTo(Duration.ofSeconds(15));
  }

  @Test
  void shouldTakeDottedKeys() throws IOException {
    Settings settings = Settings.load(file("grpc.port: 7\n"), Map.of(), Map.of());

    assertThat(settings.get(Table.GRPC_PORT)).isEqualTo(7);
  }

  @Test
  void shouldTakeAnEmptyFile() throws IOException {
    Settings settings = Settings.load(file("# nothing\n"), Map.of(), Map.of());

    assertThat(settings.get(Table.GRPC_PORT)).isEqualTo(50_051);
  }

  @Test
  void shouldDescribeTheNode() throws IOException {
    Path file =
        file(
            """
            host: 10.0.0.1
            http.host: 10.0.0.2
            grpc:
              max_message_size: 8MiB
              keepalive_interval: 30s
              keepalive_timeout: 500ms
            """);

    Settings settings = Settings.load(file, Map.of(), Map.of());

    assertThat(settings.httpHost()).isEqualTo("10.0.0.2");
    assertThat(settings.node().grpcHost()).isEqualTo("10.0.0.1");
    assertThat(settings.node().maxMessageSize()).isEqualTo(8 << 20);
    assertThat(settings.node().keepaliveInterval()).isEqualTo(Duration.ofSeconds(30));
    assertThat(settings.node().keepaliveTimeout()).isEqualTo(Duration.ofMillis(500));
  }

  @Test
  void shouldNameAnUnknownKeyItsValueAndWhatIsAllowed() throws IOException {
    Path file = file("grcp:\n  port: 1\n");

    assertThat(problems(file, Map.of(), Map.of()))
        .contains("grcp.port in " + file)
        .contains("'1'")
        .contains("grpc.port, grpc.max_message_size");
  }

  @Test
  void shouldNameAnUnknownEnvironmentVariable() {
    assertThat(problems(null, Map.of("LIVEVARS_GRCP_PORT", "1"), Map.of()))
        .contains("LIVEVARS_GRCP_PORT in the environment")
        .contains("'1'")
        .contains("LIVEVARS_GRPC_PORT");
  }

  @ParameterizedTest
  @CsvSource({
    "LIVEVARS_JAR, target/livevars.jar",
    "LIVEVARS_SERVER, localhost:1",
    "LIVEVARS_SESSION, default",
    "LIVEVARS_PYTHON, python3",
    "LIVEVARS_SERVICE_HOST, 10.0.0.1",
    "LIVEVARS_GRPC_SERVICE_PORT_GRPC, 50051",
    "LIVEVARS_PORT, tcp://10.0.0.1:50051",
    "LIVEVARS_PORT_50051_TCP_ADDR, 10.0.0.1",
    "OTHER_GRPC_PORT, x"
  })
  void shouldPassOverVariablesThatAreNoSettings(String name, String value) {
    assertThat(Settings.load(null, Map.of(name, value), Map.of()).get(Table.GRPC_PORT))
        .isEqualTo(50_051);
  }

  @ParameterizedTest
  @CsvSource({
    "grpc.port, 65536, a whole number from 0 to 65535",
    "grpc.port, -1, a whole number",
    "grpc.port, 9999999999, a whole number",
    "grpc.port, http, a whole number",
    "http.port, '', a whole number",
    "grpc.keepalive_interval, 15, 1ms to 365d",
    "grpc.keepalive_interval, 0s, 1ms to 365d",
    "grpc.keepalive_interval, 366d, 1ms to 365d",
    "grpc.keepalive_interval, 999999999d, 1ms to 365d",
    "grpc.keepalive_timeout, 5 s, 1ms to 365d",
    "grpc.max_message_size, 4MB, 1KiB to 1GiB",
    "grpc.max_message_size, 2GiB, 1KiB to 1GiB",
    "grpc.max_message_size, 1B, 1KiB to 1GiB",
    "changelog.retain_revisions, 0, a whole number from 1",
    "node.name, a b, letters",
    "host, '', a host name",
    "cluster.enabled, yes, true or false",
    "cluster.members, 'a:1,,b', HOST:PORT",
    "cluster.members, 'a:1,b:65536', PORT from 1 to 65535",
    "cluster.members, 'a:0', PORT from 1 to 65535",
    "cluster.lease_term, 10ms, 1s to 5m",
    "cluster.lease_term, 301s, 1s to 5m",
    "changelog.sync, off, full or normal",
    "changelog.retain_duration, 0s, 1ms to 365d",
    "store, 'sqlite:', 'memory, sqlite:FILE or jdbc:postgresql:…'",
    "store, redis, 'memory, sqlite:FILE or jdbc:postgresql:…'"
  })
  void shouldNameKeyValueAndWhatIsAllowed(String key, String value, String allowed)
      throws IOException {
    Path file = file("%s: '%s'\n".formatted(key, value));

    assertThat(problems(file, Map.of(), Map.of()))
        .contains(key + " in " + file)
        .contains("'" + value + "'")
        .contains(allowed);
  }

  @Test
  void shouldNameEveryProblemAndWhereItIs() throws IOException {
    Path file = file("grpc: {port: x}\n");

    assertThat(
            problems(file, Map.of("LIVEVARS_HTTP_PORT", "y"), Map.of("--store", "z")).split("\n"))
        .hasSize(3)
        .anySatisfy(problem -> assertThat(problem).startsWith("grpc.port in " + file))
        .anySatisfy(problem -> assertThat(problem).startsWith("LIVEVARS_HTTP_PORT in the env"))
        .anySatisfy(problem -> assertThat(problem).startsWith("--store: 'z' is not allowed"));
  }

  @ParameterizedTest
  @CsvSource({
    "store, jdbc:mysql://u:hush@h/d?password=hush",
    "store, jdbc:mysql://h/d?user=u&password=hush",
    "store, jdbc:mysql:h;password=hush",
    "changelog.pasword, hush"
  })
  void shouldShowNoPassword(String key, String value) throws IOException {
    assertThat(problems(file("%s: '%s'\n".formatted(key, value)), Map.of(), Map.of()))
        .contains(key)
        .doesNotContain("hush");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"- a\n", "just text\n", "grpc: {port: 1", "host: a\nhost: b\n", "a: &a [*a]\n"})
  void shouldRefuseAFileThatHoldsNoSettings(String text) throws IOException {
    Path file = file(text);

    assertThat(problems(file, Map.of(), Map.of())).contains(file.toString());
  }

  @Test
  void shouldRefuseAKeyThatStandsThereTwice() throws IOException {
    assertThat(problems(file("grpc: {port: 1}\ngrpc.port: 2\n"), Map.of(), Map.of()))
        .contains("grpc.port stands there twice");
  }

  @Test
  void shouldNameAFileThatIsMissing() {
    assertThat(problems(folder.resolve("none.yaml"), Map.of(), Map.of()))
        .contains("none.yaml: no such file");
  }

  @Test
  void shouldNotLetTwoSettingsShareAVariable() {
    assertThat(Table.ALL).extracting(Setting::variable).doesNotHaveDuplicates();
    assertThat(Table.ALL).extracting(Setting::key).doesNotHaveDuplicates();
    assertThat(Table.GRPC_MAX_MESSAGE_SIZE.variable()).isEqualTo("LIVEVARS_GRPC_MAX_MESSAGE_SIZE");
  }

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("test.yaml"), text);
  }

  private static String problems(
      @Nullable Path file, Map<String, String> environment, Map<String, String> flags) {
    ConfigException refused =
        catchThrowableOfType(ConfigException.class, () -> Settings.load(file, environment, flags));
    return String.join("\n", refused.problems());
  }
}
