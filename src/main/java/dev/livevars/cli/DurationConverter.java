package dev.livevars.cli;

import dev.livevars.model.LivevarsException;
import dev.livevars.text.DurationText;
import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a duration, such as 50ms. */
final class DurationConverter implements ITypeConverter<Duration> {
  @Override
  public Duration convert(String text) {
    try {
      return DurationText.parse(text);
    } catch (LivevarsException e) {
      throw new TypeConversionException(e.message());
    }
  }
}
