/**
 * The state provider that goes over the event bus of the Vert.x it was made on. Reached through
 * {@code Variables.local}.
 */
@NullMarked
package dev.livevars.local;

import org.jspecify.annotations.NullMarked;
