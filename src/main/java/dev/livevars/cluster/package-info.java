/**
 * How members of a cluster find each other and talk: Hazelcast and the clustered event bus, set up
 * so that a lost member is noticed within seconds. Reached through {@code Livevars.clustered}.
 */
@NullMarked
package dev.livevars.cluster;

import org.jspecify.annotations.NullMarked;
