package dev.livevars.cli;

import dev.livevars.Livevars;
import dev.livevars.NodeOptions;
import dev.livevars.Variables;
import io.vertx.core.Vertx;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import picocli.CommandLine;

/** Runs commands against a node in this process. */
abstract class CommandsOfNode {
  final Vertx vertx = Vertx.vertx();
  final Variables variables = Variables.local(vertx);
  final StringWriter out = new StringWriter();
  final StringWriter err = new StringWriter();
  private String server = "";

  @BeforeEach
  void deploy() {
    NodeOptions options = NodeOptions.defaults().grpc("127.0.0.1", 0);
    server = "127.0.0.1:" + Livevars.deploy(vertx, options).await().grpcPort();
  }

  @AfterEach
  void close() {
    vertx.close().await();
  }

  /** Runs a command as it stands. */
  int run(String... arguments) {
    return commandLine(out).execute(arguments);
  }

  /** Runs a command against the node. */
  int call(String... arguments) {
    return call(out, arguments);
  }

  int call(StringWriter output, String... arguments) {
    List<String> words = new ArrayList<>(List.of(arguments));
    words.addAll(1, List.of("--server", server));
    return commandLine(output).execute(words.toArray(String[]::new));
  }

  /** Forgets what was printed. */
  void clear() {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
  }

  static List<String> lines(StringWriter text) {
    return text.toString().lines().toList();
  }

  private CommandLine commandLine(StringWriter output) {
    return Cli.commandLine()
        .setOut(new PrintWriter(output, true))
        .setErr(new PrintWriter(err, true));
  }
}
