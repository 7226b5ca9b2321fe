package dev.livevars.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Makes values of layers; a bad value is a problem also where another layer overrules it. */
final class Reading {
  private final List<String> problems = new ArrayList<>();

  Reading(List<Layer> layers, Map<Setting<?>, Object> into) {
    layers.forEach(this::refuseUnknown);
    for (Setting<?> setting : Table.ALL) {
      into.put(setting, setting.kind().parse(setting.fallback()));
      for (int i = layers.size() - 1; i >= 0; i--) {
        take(setting, layers.get(i), into);
      }
    }
  }

  List<String> problems() {
    return problems;
  }

  private void refuseUnknown(Layer layer) {
    Set<String> known =
        Table.ALL.stream().map(layer.naming()).collect(Collectors.toUnmodifiableSet());
    layer
        .values()
        .forEach(
            (name, value) -> {
              if (!known.contains(name)) {
                problems.add(
                    "%s%s: no such setting (value '%s'); allowed: %s"
                        .formatted(name, layer.place(), shown(name, value), allNames(layer)));
              }
            });
  }

  /** A mistyped key of a password has a password. */
  private static String shown(String name, String value) {
    return name.toLowerCase(Locale.ROOT).contains("pas") ? "…" : value;
  }

  private static String allNames(Layer layer) {
    return Table.ALL.stream().map(layer.naming()).collect(Collectors.joining(", "));
  }

  private void take(Setting<?> setting, Layer layer, Map<Setting<?>, Object> into) {
    String name = layer.naming().apply(setting);
    String text = layer.values().get(name);
    if (text == null) {
      return;
    }
    try {
      into.put(setting, setting.kind().parse(text));
    } catch (IllegalArgumentException e) {
      String more = e instanceof NumberFormatException ? null : e.getMessage();
      problems.add(
          "%s%s: '%s' is not allowed: %s"
              .formatted(
                  name,
                  layer.place(),
                  setting.kind().shown().apply(text),
                  more != null ? more : setting.kind().allowed()));
    }
  }
}
