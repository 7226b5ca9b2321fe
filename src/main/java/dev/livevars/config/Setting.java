package dev.livevars.config;

import java.util.Locale;

/**
 * A row of the table of settings.
 *
 * @param key the dotted name, as the file has it
 * @param kind what its values are
 * @param fallback the default, as text
 * @param description one line for people
 * @param <T> the class of its values
 */
public record Setting<T>(String key, Kind<T> kind, String fallback, String description) {

  /** The environment variable: {@code grpc.port} is {@code LIVEVARS_GRPC_PORT}. */
  public String variable() {
    return Environment.PREFIX + key.replace('.', '_').toUpperCase(Locale.ROOT);
  }

  /**
   * The flag of the commands that have one: {@code grpc.port} is {@code --grpc-port}, {@code
   * cluster.enabled} is {@code --cluster}.
   */
  public String flag() {
    return "--" + key.replaceFirst("\\.enabled$", "").replace('.', '-').replace('_', '-');
  }
}
