package dev.livevars.state;

import dev.livevars.model.ChangeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a command came to.
 *
 * @param result the answer; unless the command only reads, it is to be given once everything under
 *     way is durable
 * @param changeSet what it changed; null when nothing
 */
record Outcome<R>(R result, @Nullable ChangeSet changeSet) {}
