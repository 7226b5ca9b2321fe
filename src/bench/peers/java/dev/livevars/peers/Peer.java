package dev.livevars.peers;

import java.io.IOException;
import java.nio.file.Path;

/** A system that keeps named values and tells watchers of changes. Used by one thread. */
public interface Peer {

  /** A word for the table. */
  String name();

  /** The version of the server, as it tells it. */
  String version() throws IOException;

  /** How to start a server with nothing in it. */
  ServerPlan server(Durability durability, Path data) throws IOException;

  /** A connection to a server on this machine, of its own; the caller closes it. */
  Client connect(int port) throws Exception;

  /** How many connections so many watchers use. */
  default int connections(int watchers) {
    return Math.min(watchers, 10);
  }

  /** Live bytes of a heap that is resident as a whole from the start; 0 where there is none. */
  default long liveHeap(long pid) throws IOException {
    return 0;
  }
}
