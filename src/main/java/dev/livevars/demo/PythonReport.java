package dev.livevars.demo;

import dev.livevars.demo.Latency.Percentiles;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the Python side says of itself.
 *
 * @param event live, progress or summary
 * @param sets how often it set the power; in the summary alone
 * @param versions the last version that it received of each variable; in the summary alone
 */
record PythonReport(
    String event,
    long received,
    long lost,
    long repeated,
    Percentiles latency,
    long sets,
    Map<String, Long> versions) {
  static final PythonReport NONE = new PythonReport("none", 0, 0, 0, Percentiles.NONE, 0, Map.of());

  static PythonReport parse(String line) {
    JsonObject json = new JsonObject(line);
    Map<String, Long> versions = new TreeMap<>();
    JsonObject found = json.getJsonObject("versions", new JsonObject());
    found.fieldNames().forEach(name -> versions.put(name, found.getLong(name)));
    return new PythonReport(
        json.getString("event"),
        json.getLong("received", 0L),
        json.getLong("lost", 0L),
        json.getLong("repeated", 0L),
        new Percentiles(
            json.getDouble("p50_ms", 0.0),
            json.getDouble("p99_ms", 0.0),
            json.getDouble("max_ms", 0.0)),
        json.getLong("sets", 0L),
        versions);
  }
}
