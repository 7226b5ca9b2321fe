package dev.livevars.crash;

import org.jspecify.annotations.Nullable;

/**
 * Something that was asked about a variable and answered.
 *
 * @param start when it was asked, by {@link System#nanoTime}
 * @param end when it was answered
 * @param expected the version that a compare-and-set expected; null of a read
 * @param version the version that was read or made
 * @param revision the revision of that
 */
record Operation(
    String name, long start, long end, @Nullable Long expected, long version, long revision) {}
