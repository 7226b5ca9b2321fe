package dev.livevars.bus;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.MessageCodec;

/** Hands immutable bodies on by reference inside a JVM. */
final class ReferenceCodec implements MessageCodec<Object, Object> {
  static final String NAME = "livevars";

  @Override
  public void encodeToWire(Buffer buffer, Object body) {
    throw new IllegalStateException(
        body.getClass().getName() + " cannot leave this JVM: nodes do not form clusters yet");
  }

  @Override
  public Object decodeFromWire(int position, Buffer buffer) {
    throw new IllegalStateException("nodes do not form clusters yet");
  }

  @Override
  public Object transform(Object body) {
    return body;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public byte systemCodecID() {
    return -1;
  }
}
