package dev.livevars.grpc;

import io.vertx.core.Vertx;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Passes bytes between a client and a server until it freezes: as when a cable is cut. */
public final class FreezableProxy implements AutoCloseable {
  private final NetServer server;
  private final Queue<NetSocket> sockets = new ConcurrentLinkedQueue<>();
  private volatile boolean frozen;

  public FreezableProxy(Vertx vertx, int port) {
    server =
        vertx
            .createNetServer()
            .connectHandler(
                client -> {
                  client.pause();
                  sockets.add(client);
                  vertx
                      .createNetClient()
                      .connect(port, "127.0.0.1")
                      .onSuccess(
                          upstream -> {
                            pass(client, upstream);
                            pass(upstream, client);
                            client.resume();
                          });
                });
    TestNode.await(server.listen(0, "127.0.0.1"));
  }

  public int port() {
    return server.actualPort();
  }

  public void freeze() {
    frozen = true;
  }

  /** Closes every connection. */
  public void cut() {
    sockets.forEach(NetSocket::close);
  }

  @Override
  public void close() {
    TestNode.await(server.close());
  }

  private void pass(NetSocket from, NetSocket to) {
    from.handler(
        bytes -> {
          if (frozen) {
            from.pause();
          } else {
            to.write(bytes);
          }
        });
    from.closeHandler(
        closed -> {
          if (!frozen) {
            to.close();
          }
        });
  }
}
