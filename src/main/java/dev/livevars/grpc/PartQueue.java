package dev.livevars.grpc;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

/**
 * Sends the messages of a call in order. The parts of something large are made one by one, each
 * when the client takes more; what is sent after them waits behind them. Nothing is held any more
 * when the call is over. Confined to the event loop of the connection.
 */
final class PartQueue {
  private final Deque<Iterator<Buffer>> waiting = new ArrayDeque<>(0);
  private final Call call;
  private Runnable end = () -> {};

  PartQueue(Call call) {
    this.call = call;
    call.onOver(waiting::clear);
  }

  /** Whether nothing waits and the client takes more now. */
  boolean writable() {
    return waiting.isEmpty() && call.writable();
  }

  /** Gets what to call when it is writable again. */
  void onWritable(Runnable wake) {
    call.onWritable(
        () -> {
          drain();
          if (writable()) {
            wake.run();
          }
        });
  }

  /** Sends a message whether the client takes more or not, but behind the parts that wait. */
  void send(Buffer message) {
    if (waiting.isEmpty()) {
      call.send(message);
    } else {
      waiting.add(List.of(message).iterator());
    }
  }

  /** Sends parts, at least one, as the client takes them. */
  void send(Iterator<Buffer> parts) {
    waiting.add(parts);
    drain();
  }

  /** Runs what ends the call when all parts are sent; nothing may be sent afterwards. */
  void end(Runnable action) {
    if (waiting.isEmpty()) {
      action.run();
    } else {
      end = action;
    }
  }

  private void drain() {
    if (waiting.isEmpty()) {
      return;
    }
    while (!waiting.isEmpty() && call.writable()) {
      Iterator<Buffer> parts = waiting.element();
      Buffer next = parts.next();
      if (!parts.hasNext()) {
        waiting.remove();
      }
      call.send(next);
    }
    if (waiting.isEmpty()) {
      end.run();
    }
  }
}
