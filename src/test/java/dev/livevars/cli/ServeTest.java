package dev.livevars.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.livevars.Ports;
import dev.livevars.RemoteOptions;
import dev.livevars.Variables;
import dev.livevars.Watch;
import dev.livevars.WatchOptions;
import dev.livevars.model.Reason;
import dev.livevars.model.WatchEnd;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A node as a process. */
final class ServeTest {
  private static final Pattern READY =
      Pattern.compile("livevars ready grpc=127\\.0\\.0\\.1:(\\d+) http=127\\.0\\.0\\.1:(\\d+)");

  @TempDir private Path folder;

  @Test
  void shouldSayWhereItServesAndDrainOnSigterm() throws Exception {
    try (Child child = Child.start(folder, "serve", "--grpc-port", "0", "--http-port", "0")) {
      Matcher ready = READY.matcher(child.line());
      assertThat(ready.matches()).isTrue();
      assertThat(get("http://127.0.0.1:" + ready.group(2) + "/ready")).isEqualTo(200);

      WatchEnd end = endOfAWatch(Integer.parseInt(ready.group(1)), child::terminate);

      assertThat(end.reason()).isEqualTo(Reason.DRAINING);
      assertThat(child.exitCode()).isZero();
      assertThat(child.line()).isEmpty();
      assertThat(child.errors()).isEmpty();
    }
  }

  @Test
  @Timeout(60)
  void shouldServeAndDrainAlthoughNobodyReadsItsLog() throws Exception {
    try (Child child = Child.startUnread(folder, "serve", "--grpc-port=0", "--http-port=0")) {
      assertThat(child.line()).matches(READY);
      child.terminate();
      assertThat(child.exitCode()).isZero();
    }
  }

  @Test
  void shouldReadTheUsualFile() throws Exception {
    configure("grpc: {port: 0}\nhttp: {port: 0}\n");

    try (Child child = Child.start(folder, "serve")) {
      assertThat(child.line()).matches(READY);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"--grpc-port", "--http-port"})
  void shouldSayThatAPortIsTaken(String flag) throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String other = flag.equals("--grpc-port") ? "--http-port" : "--grpc-port";
      String port = String.valueOf(taken.getLocalPort());
      try (Child child = Child.start(folder, "serve", flag, port, other, "0")) {
        assertThat(child.errors())
            .isEqualTo(
                "livevars: 127.0.0.1:%s is taken: stop what listens there or choose another port with %s\n"
                    .formatted(port, flag));
        assertThat(child.exitCode()).isEqualTo(1);
        assertThat(child.line()).isEmpty();
      }
    }
  }

  @Test
  void shouldNotStartWithAnUnknownKey() throws Exception {
    configure("grcp: {port: 0}\n");

    try (Child child = Child.start(folder, "serve")) {
      assertThat(child.errors())
          .startsWith("livevars: grcp.port in conf/livevars.yaml: no such setting (value '0')")
          .hasLineCount(1);
      assertThat(child.exitCode()).isEqualTo(2);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"--cluster", "--store=redis", "--grpc-port=x", "--config=none.yaml"})
  void shouldNotStartWithABadFlag(String flag) throws Exception {
    try (Child child = Child.start(folder, "serve", flag)) {
      assertThat(child.errors()).startsWith("livevars: ").hasLineCount(1);
      assertThat(child.exitCode()).isEqualTo(2);
    }
  }

  @Test
  void shouldSayThatNoNodeIsThere() throws Exception {
    try (Child child = Child.start(folder, "list", "--server", "127.0.0.1:" + Ports.free())) {
      assertThat(child.errors()).startsWith("livevars: CONNECTION_LOST: ").hasLineCount(1);
      assertThat(child.exitCode()).isEqualTo(1);
    }
  }

  private static WatchEnd endOfAWatch(int port, Runnable cause) {
    Vertx vertx = Vertx.vertx();
    try {
      Variables variables = Variables.remote(vertx, RemoteOptions.of("127.0.0.1", port));
      Promise<WatchEnd> end = Promise.promise();
      Watch watch = variables.watch(WatchOptions.of(), change -> {}).await();
      watch.onEnd(end::tryComplete);
      cause.run();
      return end.future().await(20, TimeUnit.SECONDS);
    } catch (java.util.concurrent.TimeoutException e) {
      throw new AssertionError("the watch did not end", e);
    } finally {
      vertx.close().await();
    }
  }

  private void configure(String text) throws IOException {
    Files.createDirectories(folder.resolve("conf"));
    Files.writeString(folder.resolve("conf").resolve("livevars.yaml"), text);
  }

  private static int get(String uri) throws IOException, InterruptedException {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create(uri)).build(), HttpResponse.BodyHandlers.discarding())
        .statusCode();
  }
}
