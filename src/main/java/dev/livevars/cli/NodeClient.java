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
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** What the commands that talk to a node have in common; also those below such a command. */
class NodeClient {
  private static final int LONGEST_TIMEOUT = 86_400;

  @Option(
      names = "--server",
      paramLabel = "HOST:PORT",
      defaultValue = "${env:LIVEVARS_SERVER:-localhost:50051}",
      converter = Endpoint.Converter.class,
      scope = ScopeType.INHERIT,
      description = "The node (default: $LIVEVARS_SERVER, else localhost:50051).")
  private Endpoint server;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      defaultValue = "10",
      scope = ScopeType.INHERIT,
      description = "How long a call may take (default: 10).")
  private double timeout;

  @Option(
      names = "--json",
      scope = ScopeType.INHERIT,
      description = "Print JSON, an object a line.")
  private boolean json;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  /** Makes one call and gives its answer; its variables are those of the session default. */
  <T> T call(Function<Variables, Future<T>> call) {
    if (!(timeout > 0 && timeout <= LONGEST_TIMEOUT)) {
      throw badUsage("--timeout is above 0, at most " + LONGEST_TIMEOUT);
    }
    RemoteOptions options =
        RemoteOptions.of(server.host(), server.port())
            .timeout(Duration.ofNanos((long) (timeout * 1e9)))
            .retry(false);
    return Connection.call(options, call);
  }

  final ParameterException badUsage(String message) {
    return new ParameterException(command.commandLine(), message);
  }

  final boolean json() {
    return json;
  }

  final PrintWriter out() {
    return command.commandLine().getOut();
  }

  final PrintWriter err() {
    return command.commandLine().getErr();
  }

  final void printJson(JsonLine.Fields fields) {
    out().println(JsonLine.of(fields));
  }
}
