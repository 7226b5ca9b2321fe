package dev.livevars.cli;

import dev.livevars.Variables;
import io.vertx.core.Future;
import java.util.function.Function;
import picocli.CommandLine.Option;

/** What the commands that talk about one session have in common. */
final class Client extends NodeClient {
  @Option(
      names = "--session",
      paramLabel = "ID",
      defaultValue = "${env:LIVEVARS_SESSION:-default}",
      description = "The session (default: $LIVEVARS_SESSION, else default).")
  private String session;

  /** Makes one call to the session and gives its answer. */
  @Override
  <T> T call(Function<Variables, Future<T>> call) {
    return super.call(variables -> call.apply(variables.inSession(session)));
  }

  String session() {
    return session;
  }
}
