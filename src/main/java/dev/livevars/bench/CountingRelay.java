package dev.livevars.bench;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.util.concurrent.atomic.AtomicLong;

/** Passes connections on to a port and counts the bytes that come back. */
final class CountingRelay {
  private final AtomicLong bytes = new AtomicLong();
  private final Vertx vertx;
  private final NetClient client;
  private final int target;

  CountingRelay(Vertx vertx, int target) {
    this.vertx = vertx;
    this.client = vertx.createNetClient();
    this.target = target;
  }

  /** Completed with the server that listens. */
  Future<NetServer> listen() {
    return vertx.createNetServer().connectHandler(this::relay).listen(0, "127.0.0.1");
  }

  long bytes() {
    return bytes.get();
  }

  private void relay(NetSocket socket) {
    socket.pause();
    client
        .connect(target, "127.0.0.1")
        .onFailure(refused -> socket.close())
        .onSuccess(
            other -> {
              socket.pipeTo(other);
              other.handler(
                  buffer -> {
                    bytes.addAndGet(buffer.length());
                    socket.write(buffer);
                    if (socket.writeQueueFull()) {
                      other.pause();
                      socket.drainHandler(drained -> other.resume());
                    }
                  });
              other.endHandler(over -> socket.end());
            });
  }
}
