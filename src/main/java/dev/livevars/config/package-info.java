/**
 * Typed settings from flags, the environment and a file, all derived from one table of keys. For
 * the commands only.
 */
@NullMarked
package dev.livevars.config;

import org.jspecify.annotations.NullMarked;
