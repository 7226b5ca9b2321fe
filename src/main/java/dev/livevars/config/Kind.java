package dev.livevars.config;

import java.util.function.Function;

/**
 * What the values of a setting are.
 *
 * @param allowed what is allowed, for people
 * @param parser makes a value of its text; throws IllegalArgumentException, whose message, if it
 *     has one, says more than what is allowed
 * @param shown makes of a text what people may see of it
 * @param <T> the class of the values
 */
public record Kind<T>(String allowed, Function<String, T> parser, Function<String, String> shown) {

  Kind(String allowed, Function<String, T> parser) {
    this(allowed, parser, text -> text);
  }

  T parse(String text) {
    return parser.apply(text);
  }
}
