/**
 * What travels on the event bus: typed addresses, the codec, requests to owners and observers and
 * their answers. The only room with address strings; state, observer, local, grpc and ops meet
 * through it.
 */
@NullMarked
package dev.livevars.bus;

import org.jspecify.annotations.NullMarked;
