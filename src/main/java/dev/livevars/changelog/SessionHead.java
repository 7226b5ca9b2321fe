package dev.livevars.changelog;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is stored of a session beside its variables.
 *
 * @param id the id
 * @param ttl how long it lives after it was last used; null is for ever
 * @param metadata for programs
 * @param createdAt when it was made
 * @param expiresAt when it ends unless it is used before; null is never
 */
public record SessionHead(
    String id,
    @Nullable Duration ttl,
    Map<String, String> metadata,
    Instant createdAt,
    @Nullable Instant expiresAt) {}
