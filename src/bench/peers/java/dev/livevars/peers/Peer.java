package dev.livevars.peers;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

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

  /** The ways in which watchers use connections; the first one is that of the table. */
  default List<Spread> spreads() {
    return List.of(Spread.TEN);
  }

  /** Live bytes of a heap that is resident as a whole from the start; 0 where there is none. */
  default long liveHeap(long pid) throws IOException {
    return 0;
  }
}
