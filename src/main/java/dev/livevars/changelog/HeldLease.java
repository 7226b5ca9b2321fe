package dev.livevars.changelog;

import java.time.Instant;

/**
 * A lease of somebody else.
 *
 * @param id no other lease ever has it
 * @param node what its node is called
 * @param expiresAt when it runs out, by the clock of the database
 */
public record HeldLease(long id, String node, Instant expiresAt) {}
