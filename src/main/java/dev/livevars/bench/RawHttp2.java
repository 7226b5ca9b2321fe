package dev.livevars.bench;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.util.function.Consumer;

/**
 * The client's end of one HTTP/2 connection, no more of it than a load generator needs: requests of
 * a few headers, data that comes back, answers to settings and pings. Reading takes a small part of
 * what a whole HTTP client takes, which would be measured along. For the socket's context.
 */
final class RawHttp2 {
  /** What a stream may send before it must be told to go on, at most. */
  static final int NO_LIMIT = Integer.MAX_VALUE;

  private static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
  private static final int DATA = 0;
  private static final int HEADERS = 1;
  private static final int RESET = 3;
  private static final int SETTINGS = 4;
  private static final int PING = 6;
  private static final int GO_AWAY = 7;
  private static final int WINDOW_UPDATE = 8;
  private static final int END = 1;
  private static final int ACK = 1;
  private static final int END_HEADERS = 4;
  private static final int PADDED = 8;
  private static final int HEAD = 9;
  private static final int CANCEL = 8;
  private static final int USUAL_WINDOW = 65_535;
  private static final int UPDATE_AFTER = 1 << 24;

  private final NetSocket socket;
  private final boolean limited;
  private final Data data;
  private final Consumer<String> broken;
  private Buffer rest = Buffer.buffer();
  private int unacknowledged;

  /** Takes the data of a stream: a range of a buffer that is valid during the call. */
  @FunctionalInterface
  interface Data {
    void receive(int stream, Buffer buffer, int from, int to);
  }

  /**
   * Begins a connection.
   *
   * @param window how many bytes a stream may send; one that is not {@link #NO_LIMIT} is never
   *     raised, as by a client that does not read
   * @param broken told why a stream or the connection is over; also when it was closed here
   */
  RawHttp2(NetSocket socket, int window, Data data, Consumer<String> broken) {
    this.socket = socket;
    this.limited = window != NO_LIMIT;
    this.data = data;
    this.broken = broken;
    socket.handler(this::read);
    socket.closeHandler(closed -> broken.accept("the connection was closed"));
    socket.exceptionHandler(failure -> broken.accept(String.valueOf(failure)));
    Buffer begin = Buffer.buffer(PREFACE);
    frame(begin, SETTINGS, 0, 0, Buffer.buffer().appendShort((short) 4).appendInt(window));
    if (!limited) {
      frame(begin, WINDOW_UPDATE, 0, 0, Buffer.buffer().appendInt(NO_LIMIT - USUAL_WINDOW));
    }
    socket.write(begin);
  }

  /** Sends a request that ends with its message; streams are 1, 3, 5, … */
  void request(int stream, Buffer headers, Buffer message) {
    Buffer frames = Buffer.buffer();
    frame(frames, HEADERS, END_HEADERS, stream, headers);
    frame(frames, DATA, END, stream, message);
    socket.write(frames);
  }

  /** Cancels streams. */
  void reset(Iterable<Integer> streams) {
    Buffer frames = Buffer.buffer();
    streams.forEach(stream -> frame(frames, RESET, 0, stream, Buffer.buffer().appendInt(CANCEL)));
    socket.write(frames);
  }

  /** A header field as HPACK has it at its simplest; name and value are short. */
  static void header(Buffer headers, String name, String value) {
    headers.appendByte((byte) 0).appendByte((byte) name.length()).appendString(name);
    headers.appendByte((byte) value.length()).appendString(value);
  }

  private static void frame(Buffer to, int type, int flags, int stream, Buffer payload) {
    to.appendMedium(payload.length()).appendByte((byte) type).appendByte((byte) flags);
    to.appendInt(stream).appendBuffer(payload);
  }

  private void read(Buffer chunk) {
    Buffer all = rest.length() == 0 ? chunk : rest.appendBuffer(chunk);
    int at = 0;
    while (all.length() - at >= HEAD) {
      int end = at + HEAD + all.getUnsignedMedium(at);
      if (end > all.length()) {
        break;
      }
      take(all, all.getByte(at + 3), all.getByte(at + 4), all.getInt(at + 5), at + HEAD, end);
      at = end;
    }
    rest = at == all.length() ? Buffer.buffer() : all.getBuffer(at, all.length());
  }

  private void take(Buffer all, int type, int flags, int stream, int from, int to) {
    switch (type) {
      case DATA -> {
        data.receive(stream, all, from, to);
        acknowledge(to - from);
        checkEnd(flags & (END | PADDED), stream);
      }
      case HEADERS -> checkEnd(flags & END, stream);
      case RESET -> broken.accept("stream %d was reset".formatted(stream));
      case GO_AWAY -> broken.accept("the node closes the connection");
      case SETTINGS -> answer(flags, SETTINGS, Buffer.buffer());
      case PING -> answer(flags, PING, all.getBuffer(from, to));
      default -> {}
    }
  }

  private void checkEnd(int flags, int stream) {
    if (flags != 0) {
      broken.accept("stream %d ended".formatted(stream));
    }
  }

  private void answer(int flags, int type, Buffer payload) {
    if ((flags & ACK) == 0) {
      Buffer frame = Buffer.buffer();
      frame(frame, type, ACK, 0, payload);
      socket.write(frame);
    }
  }

  private void acknowledge(int bytes) {
    unacknowledged += bytes;
    if (!limited && unacknowledged > UPDATE_AFTER) {
      Buffer frame = Buffer.buffer();
      frame(frame, WINDOW_UPDATE, 0, 0, Buffer.buffer().appendInt(unacknowledged));
      socket.write(frame);
      unacknowledged = 0;
    }
  }
}
