package dev.livevars.demo;

import dev.livevars.demo.Latency.Percentiles;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the Python side says of itself.
 *
 * @param event live, progress or summary
 * @param versions the last version that it received of each variable; in the summary alone
 */
record PythonReport(
    String event,
    long received,
    long lost,
    long repeated,
    Percentiles latency,
    Map<String, Long> versions) {
  static final PythonReport NONE = new PythonReport("none", 0, 0, 0, Percentiles.NONE, Map.of());

  private static final String VERSIONS = "versions/";

  static PythonReport parse(String line) {
    Map<String, String> json = FlatJson.parse(line);
    Map<String, Long> versions = new TreeMap<>();
    json.forEach(
        (path, value) -> {
          if (path.startsWith(VERSIONS)) {
            versions.put(path.substring(VERSIONS.length()), Long.parseLong(value));
          }
        });
    return new PythonReport(
        json.getOrDefault("event", ""),
        whole(json, "received"),
        whole(json, "lost"),
        whole(json, "repeated"),
        new Percentiles(decimal(json, "p50_ms"), decimal(json, "p99_ms"), decimal(json, "max_ms")),
        versions);
  }

  private static long whole(Map<String, String> json, String path) {
    return Long.parseLong(json.getOrDefault(path, "0"));
  }

  private static double decimal(Map<String, String> json, String path) {
    return Double.parseDouble(json.getOrDefault(path, "0"));
  }
}
