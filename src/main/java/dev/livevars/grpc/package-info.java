/**
 * The node's gRPC side: the server, the rpcs as commands on the bus, the streams of watches. Only
 * the wiring uses it.
 */
@NullMarked
package dev.livevars.grpc;

import org.jspecify.annotations.NullMarked;
