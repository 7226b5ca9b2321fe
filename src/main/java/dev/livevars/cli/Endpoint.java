package dev.livevars.cli;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A host and a port: {@code localhost:50051}, {@code [::1]:50051}, or a host alone. */
record Endpoint(String host, int port) {
  private static final int USUAL = 50_051;
  private static final Pattern SYNTAX =
      Pattern.compile("(?:\\[([^\\]]+)\\]|([^:\\[\\]]+))(?::([0-9]{1,5}))?");

  /** As people and programs write it. */
  @Override
  public String toString() {
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }

  /** Reads one. */
  static final class Converter implements ITypeConverter<Endpoint> {
    @Override
    public Endpoint convert(String text) {
      Matcher matcher = SYNTAX.matcher(text);
      if (!matcher.matches()) {
        throw refused(text);
      }
      String host = matcher.group(1) != null ? matcher.group(1) : matcher.group(2);
      String port = matcher.group(3);
      int number = port == null ? USUAL : Integer.parseInt(port);
      if (number == 0 || number > 65_535) {
        throw refused(text);
      }
      return new Endpoint(host, number);
    }

    private static TypeConversionException refused(String text) {
      return new TypeConversionException(
          "'%s' is not HOST:PORT, such as localhost:50051".formatted(text));
    }
  }
}
