/**
 * Protobuf to model and back, errors to statuses and back, as pure functions. Only the rooms grpc,
 * remote and changelog use it; besides the first two it is the only one that sees generated
 * classes.
 */
@NullMarked
package dev.livevars.wire;

import org.jspecify.annotations.NullMarked;
