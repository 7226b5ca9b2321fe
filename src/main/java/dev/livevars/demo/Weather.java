package dev.livevars.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * An hour of weather.
 *
 * @param hour when, as the data has it
 * @param values the variables by name: pressure in hPa, temperature in °C, wind in m/s
 */
public record Weather(String hour, Map<String, Double> values) {
  public static final String TEMPERATURE = "outdoor.temperature";
  static final String WIND = "outdoor.wind";
  static final String PRESSURE = "outdoor.pressure";

  private static final String RESOURCE = "/demo/seattle-weather-hourly-normals.csv";

  /** A year in Seattle, hour by hour. */
  public static List<Weather> year() {
    try (InputStream csv = Weather.class.getResourceAsStream(RESOURCE)) {
      if (csv == null) {
        throw new IllegalStateException(RESOURCE + " is not packaged");
      }
      String text = new String(csv.readAllBytes(), StandardCharsets.UTF_8);
      return text.lines().skip(1).map(Weather::parse).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Weather parse(String line) {
    String[] cells = line.split(",", -1);
    Map<String, Double> values = new TreeMap<>();
    values.put(PRESSURE, Double.parseDouble(cells[1]));
    values.put(TEMPERATURE, Double.parseDouble(cells[2]));
    values.put(WIND, Double.parseDouble(cells[3]));
    return new Weather(cells[0], values);
  }
}
