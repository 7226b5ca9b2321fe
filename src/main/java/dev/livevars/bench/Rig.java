package dev.livevars.bench;

import dev.livevars.RemoteOptions;
import dev.livevars.Variables;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/**
 * What a part measures with: a Vert.x for a node in this process, another for clients, nodes that
 * are processes, an empty folder. Whoever makes one closes it, which ends the nodes and deletes the
 * folder, and not the two Vert.x; twice is as good as once.
 */
public final class Rig implements AutoCloseable {
  private static final double QUICK_TIME = 0.05;
  private static final double QUICK_COUNT = 0.02;

  private final List<ServerProcess> nodes = new CopyOnWriteArrayList<>();
  private final AtomicBoolean closed = new AtomicBoolean();
  private final Vertx server;
  private final Vertx client;
  private final Path folder;
  private final String python;
  private final boolean quick;

  /**
   * A rig.
   *
   * @param python the Python with the client
   * @param quick whether everything is so short and small that the figures mean nothing
   */
  public Rig(Vertx server, Vertx client, String python, boolean quick) {
    this.server = server;
    this.client = client;
    this.python = python;
    this.quick = quick;
    try {
      this.folder = Files.createTempDirectory("livevars-bench");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Vertx server() {
    return server;
  }

  Vertx client() {
    return client;
  }

  Path folder() {
    return folder;
  }

  String python() {
    return python;
  }

  /** So many seconds, in nanoseconds. */
  long nanos(double seconds) {
    return (long) (seconds * 1e9 * (quick ? QUICK_TIME : 1));
  }

  /** So many of something. */
  int count(int full) {
    return quick ? Math.max(1, (int) (full * QUICK_COUNT)) : full;
  }

  /** So many of something, in turn; each number once. */
  List<Integer> counts(int... full) {
    return Arrays.stream(full).map(this::count).distinct().boxed().toList();
  }

  /** A node that keeps its variables in memory. */
  ServerProcess serve() {
    return serve("memory");
  }

  /** A node with a store. */
  ServerProcess serve(String store) {
    ServerProcess node = ServerProcess.start(folder, store);
    nodes.add(node);
    return node;
  }

  /** A client of a node, with connections of its own. */
  Variables connect(ServerProcess node) {
    return connect("127.0.0.1", node.grpcPort());
  }

  /** The same of a node that somebody else started. */
  public Variables connect(String host, int port) {
    return Variables.remote(client, RemoteOptions.of(host, port));
  }

  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    nodes.forEach(ServerProcess::close);
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
      Files.delete(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
