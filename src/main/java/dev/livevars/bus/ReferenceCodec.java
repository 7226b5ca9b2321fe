package dev.livevars.bus;

import dev.livevars.wire.BusWire;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.MessageCodec;

/** Hands immutable bodies on by reference inside a JVM, and as protobuf between nodes. */
final class ReferenceCodec implements MessageCodec<Object, Object> {
  static final String NAME = "livevars";

  @Override
  public void encodeToWire(Buffer buffer, Object body) {
    byte[] bytes = BusWire.toBytes(body);
    buffer.appendInt(bytes.length).appendBytes(bytes);
  }

  @Override
  public Object decodeFromWire(int position, Buffer buffer) {
    int start = position + Integer.BYTES;
    return BusWire.toModel(buffer.getBytes(start, start + buffer.getInt(position)));
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
