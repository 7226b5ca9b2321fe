/** The state provider that talks to a node over gRPC. Reached through {@code Variables.remote}. */
@NullMarked
package dev.livevars.remote;

import org.jspecify.annotations.NullMarked;
