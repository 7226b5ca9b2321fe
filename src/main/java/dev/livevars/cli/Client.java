package dev.livevars.cli;

import dev.livevars.RemoteOptions;
import dev.livevars.Variables;
import dev.livevars.text.JsonLine;
import io.vertx.core.Future;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.function.Function;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What the commands that talk to a node have in common. */
final class Client {
  private static final int LONGEST_TIMEOUT = 86_400;

  @Option(
      names = "--server",
      paramLabel = "HOST:PORT",
      defaultValue = "${env:LIVEVARS_SERVER:-localhost:50051}",
      converter = Endpoint.Converter.class,
      description = "The node (default: $LIVEVARS_SERVER, else localhost:50051).")
  private Endpoint server;

  @Option(
      names = "--session",
      paramLabel = "ID",
      defaultValue = "${env:LIVEVARS_SESSION:-default}",
      description = "The session (default: $LIVEVARS_SESSION, else default).")
  private String session;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      defaultValue = "10",
      description = "How long a call may take (default: 10).")
  private double timeout;

  @Option(names = "--json", description = "Print JSON, an object a line.")
  private boolean json;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  /** Makes one call and gives its answer. */
  <T> T call(Function<Variables, Future<T>> call) {
    if (!(timeout > 0 && timeout <= LONGEST_TIMEOUT)) {
      throw badUsage("--timeout is above 0, at most " + LONGEST_TIMEOUT);
    }
    RemoteOptions options =
        RemoteOptions.of(server.host(), server.port())
            .timeout(Duration.ofNanos((long) (timeout * 1e9)));
    return Connection.call(options, variables -> call.apply(variables.inSession(session)));
  }

  ParameterException badUsage(String message) {
    return new ParameterException(command.commandLine(), message);
  }

  String session() {
    return session;
  }

  boolean json() {
    return json;
  }

  PrintWriter out() {
    return command.commandLine().getOut();
  }

  PrintWriter err() {
    return command.commandLine().getErr();
  }

  void printJson(JsonLine.Fields fields) {
    out().println(JsonLine.of(fields));
  }
}
