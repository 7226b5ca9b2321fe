package dev.livevars.bench;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import dev.livevars.wire.v1.WatchChanges;
import dev.livevars.wire.v1.WatchOverflow;
import dev.livevars.wire.v1.WatchVariablesRequest;
import dev.livevars.wire.v1.WatchVariablesResponse;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * The watches of one connection to a node, each a stream that is read without decoding values. A
 * delivery is a change received: of a message its changes are counted, and its first and last
 * revision are read. What the node has merged into one change counts once. For one context. Whoever
 * connects keeps it and closes it: Vert.x closes the connections of a client that nobody holds.
 */
final class RawWatches {
  private static final int BUFFER = 1_000_000;
  private static final int PREFIX = 5;

  private final Map<Integer, Buffer> parts = new HashMap<>();
  private final Sink sink;
  private final Consumer<String> broken;
  private final NetClient client;
  private final RawHttp2 http;
  private int opened;

  /** Gets what comes, on the connection's event loop; watches are 0, 1, 2, … */
  interface Sink {
    void live(int watch, long revision);

    void changes(int watch, long firstRevision, long lastRevision, int count);
  }

  private RawWatches(
      NetClient client, NetSocket socket, int window, Sink sink, Consumer<String> broken) {
    this.client = client;
    this.sink = sink;
    this.broken = broken;
    this.http = new RawHttp2(socket, window, this::receive, broken);
  }

  /**
   * Connects on the caller's context.
   *
   * @param window see {@link RawHttp2}
   * @param broken told why a watch or the connection is over
   */
  static Future<RawWatches> connect(
      Vertx vertx, int port, int window, Sink sink, Consumer<String> broken) {
    NetClient client = vertx.createNetClient(new NetClientOptions().setTcpNoDelay(true));
    return client
        .connect(port, "127.0.0.1")
        .map(socket -> new RawWatches(client, socket, window, sink, broken));
  }

  /**
   * Opens one more watch of these names and globs, whose changes are not merged below a million.
   */
  void open(List<String> selectors) {
    byte[] request =
        WatchVariablesRequest.newBuilder()
            .addAllSelectors(selectors)
            .setOverflow(WatchOverflow.newBuilder().setBufferCapacity(BUFFER))
            .build()
            .toByteArray();
    Buffer headers = Buffer.buffer();
    RawHttp2.header(headers, ":method", "POST");
    RawHttp2.header(headers, ":scheme", "http");
    RawHttp2.header(headers, ":path", "/livevars.v1.VariablesService/WatchVariables");
    RawHttp2.header(headers, ":authority", "127.0.0.1");
    RawHttp2.header(headers, "content-type", "application/grpc");
    RawHttp2.header(headers, "te", "trailers");
    http.request(
        stream(opened++),
        headers,
        Buffer.buffer().appendByte((byte) 0).appendInt(request.length).appendBytes(request));
  }

  /** Cancels every watch, each by itself, and leaves the connection open. */
  void cancelAll() {
    http.reset(IntStream.range(0, opened).mapToObj(RawWatches::stream).toList());
  }

  Future<Void> close() {
    return client.close();
  }

  private static int stream(int watch) {
    return 2 * watch + 1;
  }

  /** A message may come in several frames. */
  private void receive(int stream, Buffer buffer, int from, int to) {
    Buffer begun = parts.remove(stream);
    Buffer all = begun == null ? buffer : begun.appendBuffer(buffer, from, to - from);
    int at = begun == null ? from : 0;
    int end = begun == null ? to : all.length();
    while (end - at >= PREFIX && end - at - PREFIX >= all.getInt(at + 1)) {
      int next = at + PREFIX + all.getInt(at + 1);
      read((stream - 1) / 2, all.getBytes(at + PREFIX, next));
      at = next;
    }
    if (at < end) {
      parts.put(stream, all.getBuffer(at, end));
    }
  }

  private void read(int watch, byte[] message) {
    CodedInputStream in = CodedInputStream.newInstance(message);
    try {
      int event = WireFormat.getTagFieldNumber(in.readTag());
      in.pushLimit(in.readRawVarint32());
      switch (event) {
        case WatchVariablesResponse.LIVE_FIELD_NUMBER -> sink.live(watch, revision(in));
        case WatchVariablesResponse.CHANGES_FIELD_NUMBER -> readChanges(watch, in);
        case WatchVariablesResponse.CLOSING_FIELD_NUMBER ->
            broken.accept("the node ends watch " + watch);
        default -> {}
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The only field of the event, which is left out when it is 0. */
  private static long revision(CodedInputStream in) throws IOException {
    return in.readTag() == 0 ? 0 : in.readInt64();
  }

  private void readChanges(int watch, CodedInputStream in) throws IOException {
    long first = 0;
    long last = 0;
    int count = 0;
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      switch (WireFormat.getTagFieldNumber(tag)) {
        case WatchChanges.FIRST_REVISION_FIELD_NUMBER -> first = in.readInt64();
        case WatchChanges.LAST_REVISION_FIELD_NUMBER -> last = in.readInt64();
        case WatchChanges.CHANGES_FIELD_NUMBER -> {
          count++;
          in.skipRawBytes(in.readRawVarint32());
        }
        default -> in.skipField(tag);
      }
    }
    sink.changes(watch, first, last, count);
  }
}
