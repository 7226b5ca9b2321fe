package dev.livevars.config;

import java.util.function.Function;

/**
 * What the values of a setting are.
 *
 * @param allowed what is allowed, for people
 * @param parser makes a value of its text; throws IllegalArgumentException, whose message, if it
 *     has one, says more than what is allowed
 * @param <T> the class of the values
 */
public record Kind<T>(String allowed, Function<String, T> parser) {

  T parse(String text) {
    return parser.apply(text);
  }
}
