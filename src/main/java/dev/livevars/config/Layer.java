package dev.livevars.config;

import java.util.Map;
import java.util.function.Function;

/**
 * Settings from one place.
 *
 * @param values the texts by the name that each setting has there
 * @param naming the name of a setting there
 * @param place what a problem says after that name, such as " in conf/livevars.yaml"
 */
record Layer(Map<String, String> values, Function<Setting<?>, String> naming, String place) {

  /** Flags of the command line, by flag. */
  static Layer ofFlags(Map<String, String> flags) {
    return new Layer(flags, Setting::flag, "");
  }
}
