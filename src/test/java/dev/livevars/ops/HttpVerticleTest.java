package dev.livevars.ops;

import static org.assertj.core.api.Assertions.assertThat;

import dev.livevars.model.WatcherInfo;
import dev.livevars.model.WatcherTotals;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class HttpVerticleTest {
  private final AtomicBoolean ready = new AtomicBoolean(true);
  private final HttpClient client = HttpClient.newHttpClient();
  private final Meters meters = new Meters();
  private final HttpVerticle verticle =
      new HttpVerticle(
          "127.0.0.1",
          0,
          meters,
          ready::get,
          () ->
              Future.succeededFuture(
                  Map.of(WatcherInfo.Kind.GRPC, new WatcherTotals(2, 30, 4, 5, 6, 7, 8, 9_000))));
  private final Vertx vertx =
      Vertx.builder()
          .with(new VertxOptions().setMetricsOptions(Meters.options()))
          .withMetrics(meters.factory())
          .build();

  @BeforeEach
  void deploy() {
    vertx.deployVerticle(verticle).await();
  }

  @AfterEach
  void close() {
    vertx.close().await();
  }

  @Test
  void shouldSayThatItLivesEvenWhenItIsNotReady() throws Exception {
    ready.set(false);

    assertThat(get("/health").statusCode()).isEqualTo(200);
    assertThat(get("/ready").statusCode()).isEqualTo(503);
  }

  @Test
  void shouldSayThatItIsReady() throws Exception {
    assertThat(get("/ready").statusCode()).isEqualTo(200);
  }

  @Test
  void shouldShowMetersWithoutUnboundedTags() throws Exception {
    send("PROPFIND", "/some/path");
    HttpResponse<String> response = get("/metrics");

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body())
        .contains("jvm_memory_used_bytes", "vertx_http_server_requests_total")
        .contains(
            "livevars_watchers{kind=\"grpc\"} 2.0",
            "livevars_watchers{kind=\"local\"} 0.0",
            "livevars_watch_delivered_total{kind=\"grpc\"} 30.0",
            "livevars_watch_conflated_total{kind=\"grpc\"} 4.0",
            "livevars_watch_filtered_total{kind=\"grpc\"} 5.0",
            "livevars_watch_filter_failures_total{kind=\"grpc\"} 6.0",
            "livevars_watch_pending{kind=\"grpc\"} 7.0",
            "livevars_watch_lag_revisions{kind=\"grpc\"} 8.0",
            "livevars_watch_lag_seconds{kind=\"grpc\"} 9.0")
        .doesNotContain("PROPFIND", "/some/path", "vertx_eventbus", "127.0.0.1");
  }

  @Test
  void shouldKnowNothingElse() throws Exception {
    assertThat(get("/").statusCode()).isEqualTo(404);
    assertThat(send("POST", "/health").statusCode()).isEqualTo(404);
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return send("GET", path);
  }

  private HttpResponse<String> send(String method, String path)
      throws IOException, InterruptedException {
    URI uri = URI.create("http://127.0.0.1:" + verticle.port() + path);
    return client.send(
        HttpRequest.newBuilder(uri).method(method, HttpRequest.BodyPublishers.noBody()).build(),
        HttpResponse.BodyHandlers.ofString());
  }
}
