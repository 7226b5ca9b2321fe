package dev.livevars.model;

import org.jspecify.annotations.Nullable;

/**
 * An answer on the bus: a result or an error, as a value.
 *
 * @param result the result; null where the error is not
 * @param error why there is no result; null when there is one
 * @param <R> the class of the result
 */
public record Reply<R>(@Nullable R result, @Nullable LivevarsException error) {}
