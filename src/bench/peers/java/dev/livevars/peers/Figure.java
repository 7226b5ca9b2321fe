package dev.livevars.peers;

/**
 * A figure of one system, or a word about it.
 *
 * @param durability the class of durability, or - where that does not matter
 * @param name what it is; {@link #NOTE} and {@link #FAILURE} are texts
 * @param unit may be empty
 */
record Figure(String system, String durability, String name, String value, String unit) {
  static final String VERSION = "version";
  static final String NOTE = "note";
  static final String FAILURE = "failure";

  boolean isText() {
    return name.equals(VERSION) || name.equals(NOTE) || name.equals(FAILURE);
  }

  double number() {
    return Double.parseDouble(value);
  }

  String toLine() {
    return String.join("\t", system, durability, name, value.replaceAll("\\s+", " "), unit);
  }

  static Figure parse(String line) {
    String[] parts = line.split("\t", -1);
    return new Figure(parts[0], parts[1], parts[2], parts[3], parts[4]);
  }

  String toJson() {
    return "{\"system\":%s,\"class\":%s,\"figure\":%s,\"value\":%s,\"unit\":%s}"
        .formatted(
            quoted(system),
            quoted(durability),
            quoted(name),
            isText() ? quoted(value) : value,
            quoted(unit));
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
