package dev.livevars.watch;

import dev.livevars.model.WatcherInfo;
import java.time.Instant;

/**
 * Who a watcher is.
 *
 * @param id its id
 * @param kind where it lives
 * @param node the node that serves it
 * @param peer the client's address; empty for a local one
 * @param since when it was registered
 */
public record Origin(String id, WatcherInfo.Kind kind, String node, String peer, Instant since) {}
