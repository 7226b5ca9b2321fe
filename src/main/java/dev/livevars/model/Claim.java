package dev.livevars.model;

import java.util.Set;

/**
 * What a member of a cluster says that it owns.
 *
 * @param member its name on the event bus
 * @param shards some or all of those that it owns
 */
public record Claim(String member, Set<Integer> shards) {}
