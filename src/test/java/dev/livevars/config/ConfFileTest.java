package dev.livevars.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ConfFileTest {
  private static final Path FILE = Path.of("conf", "livevars.yaml");

  @Test
  void shouldHoldEachSettingWithItsDefault() throws IOException {
    assertThat(Files.readString(FILE)).isEqualTo(rendered());
  }

  @Test
  void shouldChangeNothingWhenItIsRead() {
    Settings fromFile = Settings.load(FILE, Map.of(), Map.of());

    for (Setting<?> setting : Table.ALL) {
      assertThat((Object) fromFile.get(setting))
          .as(setting.key())
          .isEqualTo(setting.kind().parse(setting.fallback()));
    }
  }

  private static String rendered() {
    StringBuilder text =
        new StringBuilder(
            """
            # The settings of a node, each with its default. Stronger than this file are environment variables
            # (grpc.port: LIVEVARS_GRPC_PORT) and flags of the command line. Durations: 50ms, 15s, 10m, 24h.
            """);
    String open = "";
    for (Setting<?> setting : Table.ALL) {
      int dot = setting.key().indexOf('.');
      String section = dot < 0 ? "" : setting.key().substring(0, dot);
      text.append(section.isEmpty() || !section.equals(open) ? "\n" : "");
      text.append(section.isEmpty() || section.equals(open) ? "" : section + ":\n");
      open = section;
      String indent = section.isEmpty() ? "" : "  ";
      text.append(indent).append("# ").append(setting.description()).append('\n');
      text.append(indent).append(setting.key().substring(dot + 1)).append(": ");
      text.append(setting.fallback().isEmpty() ? "''" : setting.fallback()).append('\n');
    }
    return text.toString();
  }
}
