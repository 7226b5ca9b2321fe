/**
 * The owners of sessions: they validate commands, order changes into revisions and publish what is
 * durable. Reached over the bus alone.
 */
@NullMarked
package dev.livevars.state;

import org.jspecify.annotations.NullMarked;
