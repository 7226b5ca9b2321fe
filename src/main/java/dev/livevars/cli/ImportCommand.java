package dev.livevars.cli;

import dev.livevars.Variables;
import dev.livevars.model.LivevarsException;
import dev.livevars.model.Reason;
import dev.livevars.text.SessionFile;
import io.vertx.core.Future;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Brings the variables of a file into a session. */
@Command(
    name = "import",
    description = {
      "Register the variables of a file that 'export' wrote.",
      "A file that is not valid, and names that exist, are refused before anything is written.",
      "Variables that are not in the file stay."
    })
final class ImportCommand implements Runnable {
  private static final String STDIN = "-";

  @Mixin private Client client;

  @Parameters(paramLabel = "FILE", description = "The file; - is the standard input.")
  private String file;

  @Option(
      names = "--create",
      description = "Make the session when there is none, with the file's ttl and metadata.")
  private boolean create;

  @Option(
      names = "--replace",
      description =
          "Bring variables that exist to what the file says; one of another type, with another"
              + " description or with more metadata is deleted and registered again.")
  private boolean replace;

  @Option(names = "--source", defaultValue = "cli", description = "Who writes (default: cli).")
  private String source;

  @Override
  public void run() {
    SessionFile session = read();
    Import result = client.call(variables -> run(session, variables.withSource(source)));
    if (client.json()) {
      client.printJson(
          line ->
              line.field("session", client.session())
                  .field("registered", result.registered())
                  .field("replaced", result.replaced())
                  .field("unchanged", result.unchanged()));
    } else {
      client.out().printf("imported into session %s: %s%n", client.session(), result);
    }
  }

  private Future<Import> run(SessionFile session, Variables variables) {
    Future<?> there =
        create ? makeSession(session, variables) : variables.sessions().get(client.session());
    return there.compose(exists -> new Import(variables, session.variables(), replace).run());
  }

  private Future<?> makeSession(SessionFile session, Variables variables) {
    return variables
        .sessions()
        .create(client.session(), session.ttl(), session.metadata())
        .<Object>map(made -> made)
        .recover(
            failure ->
                failure instanceof LivevarsException e && e.reason() == Reason.SESSION_EXISTS
                    ? Future.succeededFuture()
                    : Future.failedFuture(failure));
  }

  private SessionFile read() {
    try (InputStream stream =
        file.equals(STDIN) ? System.in : Files.newInputStream(Path.of(file))) {
      return SessionFile.read(stream);
    } catch (NoSuchFileException e) {
      throw client.badUsage("there is no file " + file);
    } catch (IOException e) {
      throw client.badUsage("cannot read %s: %s".formatted(file, e.getMessage()));
    }
  }
}
