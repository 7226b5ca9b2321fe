package dev.livevars.cli;

import dev.livevars.RemoteOptions;
import dev.livevars.Variables;
import io.vertx.core.Future;
import java.util.function.Function;

/** The way of the commands to a node. */
interface Connector {

  /** Connects, makes one call, disconnects, and gives the answer or throws why there is none. */
  <T> T call(RemoteOptions options, Function<Variables, Future<T>> call);
}
