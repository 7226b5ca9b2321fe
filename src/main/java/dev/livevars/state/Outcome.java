package dev.livevars.state;

import dev.livevars.model.ChangeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a command came to.
 *
 * @param result the answer, to be given once the change set is durable
 * @param changeSet what it changed; null when nothing
 */
record Outcome<R>(R result, @Nullable ChangeSet changeSet) {}
