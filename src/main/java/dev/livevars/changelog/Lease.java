package dev.livevars.changelog;

import java.time.Duration;
import java.util.Set;

/**
 * What a node holds.
 *
 * @param shards that it owns
 * @param fairShare how many shards each node should have at most
 * @param othersExpireIn when the first lease of another node runs out, unless it is renewed
 */
public record Lease(Set<Integer> shards, int fairShare, Duration othersExpireIn) {}
