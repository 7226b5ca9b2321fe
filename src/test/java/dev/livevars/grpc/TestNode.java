package dev.livevars.grpc;

import dev.livevars.Livevars;
import dev.livevars.NodeOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** A node that serves gRPC on a free port, and ways to wait without sleeping. */
public final class TestNode implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 20;

  private final Vertx vertx = Vertx.vertx();
  private final Livevars node;

  private TestNode(NodeOptions options) {
    node = await(Livevars.deploy(vertx, options.grpc("127.0.0.1", 0)));
  }

  public static TestNode start() {
    return start(NodeOptions.defaults());
  }

  public static TestNode start(NodeOptions options) {
    return new TestNode(options);
  }

  public Vertx vertx() {
    return vertx;
  }

  public Livevars node() {
    return node;
  }

  public int port() {
    return node.grpcPort();
  }

  GrpcTestClient client() {
    return new GrpcTestClient(port());
  }

  @Override
  public void close() {
    await(node.close().eventually(vertx::close));
  }

  /** The result of a future; what it fails with is thrown. */
  public static <T> T await(Future<T> future) {
    try {
      return future
          .toCompletionStage()
          .toCompletableFuture()
          .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new CompletionException(e.getCause());
    } catch (InterruptedException | TimeoutException e) {
      throw new AssertionError(e);
    }
  }

  /** Waits until something is so. */
  public static void until(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("waited in vain until " + what);
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
    }
  }
}
