/**
 * The public API: {@link dev.livevars.Variables} and what it takes and gives. Wiring stands here
 * too: {@link dev.livevars.Livevars} deploys a node, {@code Main} is the command line's way in.
 */
@NullMarked
package dev.livevars;

import org.jspecify.annotations.NullMarked;
