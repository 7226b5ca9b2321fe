package dev.livevars.examples;

import static dev.livevars.Await.result;
import static org.assertj.core.api.Assertions.assertThat;

import dev.livevars.Await;
import dev.livevars.Livevars;
import dev.livevars.NodeOptions;
import dev.livevars.Variables;
import dev.livevars.model.Constraints;
import io.vertx.core.Vertx;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ChangesOverHttpTest {
  private final Vertx vertx = Vertx.vertx();
  private final Variables variables = Variables.local(vertx);

  @AfterEach
  void close() {
    result(vertx.close());
  }

  @Test
  void shouldStreamChangesAndLeaveWithTheClient() throws IOException {
    result(Livevars.deploy(vertx, NodeOptions.defaults()));
    ChangesOverHttp example = new ChangesOverHttp();
    result(vertx.deployVerticle(example));
    result(variables.register("llm.temperature", 0.7, Constraints.ofFloat()));
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), example.port())) {
      socket
          .getOutputStream()
          .write(
              "GET /?selector=llm.* HTTP/1.1\r\nHost: h\r\n\r\n".getBytes(StandardCharsets.UTF_8));
      BufferedReader reader =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
      readUntil(reader, "data: llm.temperature=0.7");
      result(variables.set("llm.temperature", 0.9));
      readUntil(reader, "data: llm.temperature=0.9");
    }
    Await.until("the watch is gone", () -> result(variables.listWatchers()).isEmpty());
  }

  private static void readUntil(BufferedReader reader, String wanted) throws IOException {
    String line = reader.readLine();
    while (line != null && !line.equals(wanted)) {
      line = reader.readLine();
    }
    assertThat(line).isEqualTo(wanted);
  }
}
