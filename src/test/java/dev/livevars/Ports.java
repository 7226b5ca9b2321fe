package dev.livevars;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** Ports for servers that stop and start again. */
public final class Ports {
  /** Below those that connections go out from, one of which could take the port meanwhile. */
  private static final int FIRST = 15_000;

  private static final int LAST = 31_000;

  private Ports() {}

  /** A port of the loopback that nobody has and that no connection is given. */
  public static int free() {
    while (true) {
      int port = ThreadLocalRandom.current().nextInt(FIRST, LAST);
      if (isFree(port)) {
        return port;
      }
    }
  }

  /**
   * Waits until a server that stopped has given up its port: the JDK closes a listening socket only
   * when the selector that it was registered with runs again, which the server's future does not
   * wait for.
   */
  public static void awaitFree(int port) {
    Await.until("port " + port + " is free", () -> isFree(port));
  }

  @SuppressWarnings("try")
  private static boolean isFree(int port) {
    try (ServerSocket unused = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return true;
    } catch (IOException taken) {
      return false;
    }
  }
}
