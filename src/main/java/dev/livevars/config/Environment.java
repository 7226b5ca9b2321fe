package dev.livevars.config;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Settings from environment variables. Those that begin with {@code LIVEVARS_} are settings and
 * must match one, except {@code LIVEVARS_JAR}, {@code LIVEVARS_SERVER}, {@code LIVEVARS_SESSION}
 * and {@code LIVEVARS_PYTHON}, which are for clients and tests, and what container orchestrators
 * set for services whose names begin with "livevars" ({@code LIVEVARS_SERVICE_HOST}, {@code
 * LIVEVARS_PORT_50051_TCP}, {@code LIVEVARS_PORT=tcp://…}).
 */
final class Environment {
  static final String PREFIX = "LIVEVARS_";

  private static final Pattern NO_SETTING =
      Pattern.compile(
          PREFIX
              + "((JAR|SERVER|SESSION|PYTHON)=.*"
              + "|(.*_)?SERVICE_(HOST|PORT)(_[A-Z0-9_]+)?=.*"
              + "|(.*_)?PORT_[0-9]+_(TCP|UDP|SCTP)(_[A-Z]+)?=.*"
              + "|(.*_)?PORT=(tcp|udp|sctp)://.*)",
          Pattern.DOTALL);

  private Environment() {}

  static Layer layer(Map<String, String> variables) {
    Map<String, String> settings = new TreeMap<>();
    variables.forEach(
        (name, value) -> {
          if (name.startsWith(PREFIX) && !NO_SETTING.matcher(name + "=" + value).matches()) {
            settings.put(name, value);
          }
        });
    return new Layer(settings, Setting::variable, " in the environment");
  }
}
