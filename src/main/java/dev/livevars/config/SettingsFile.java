package dev.livevars.config;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.schema.FailsafeSchema;

/** Settings from a YAML file; {@code grpc: {port: 1}} and {@code grpc.port: 1} are the same. */
final class SettingsFile {
  private final Map<String, String> values = new TreeMap<>();
  private final Path path;

  private SettingsFile(Path path) {
    this.path = path;
  }

  static Layer layer(Path path) {
    SettingsFile file = new SettingsFile(path);
    file.read();
    return new Layer(file.values, Setting::key, " in " + path);
  }

  /** Failsafe: scalars stay the text that people wrote, so that a problem can show it. */
  private void read() {
    LoadSettings yaml =
        LoadSettings.builder().setSchema(new FailsafeSchema()).setLabel(path.toString()).build();
    try {
      for (Object document : new Load(yaml).loadAllFromString(Files.readString(path))) {
        flatten("", document);
      }
    } catch (YamlEngineException e) {
      throw problem("not YAML: " + String.valueOf(e.getMessage()).replaceAll("\\s*\\R\\s*", " "));
    } catch (NoSuchFileException e) {
      throw problem("no such file");
    } catch (MalformedInputException e) {
      throw problem("not UTF-8 text");
    } catch (IOException e) {
      throw problem("cannot be read: " + e);
    }
  }

  private void flatten(String key, Object content) {
    if (content instanceof Map<?, ?> map) {
      map.forEach((name, inner) -> flatten(key.isEmpty() ? "" + name : key + "." + name, inner));
    } else if (key.isEmpty()) {
      throw problem("'%s' is not a map of settings".formatted(content));
    } else if (values.put(key, String.valueOf(content)) != null) {
      throw problem(key + " stands there twice");
    }
  }

  private ConfigException problem(String message) {
    return new ConfigException(List.of(path + ": " + message));
  }
}
