package dev.livevars.cli;

import dev.livevars.Variables;
import dev.livevars.text.SessionFile;
import io.vertx.core.Future;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Writes a session to a file. */
@Command(
    name = "export",
    description = {
      "Write the session's variables to a file of JSON that 'import' reads.",
      "They are all of one revision, and values are exact; history, versions, times and sources are",
      "left out."
    })
final class ExportCommand implements Runnable {
  private static final String STDOUT = "-";

  @Mixin private Client client;

  @Parameters(
      paramLabel = "FILE",
      arity = "0..1",
      defaultValue = STDOUT,
      description = "The file, which is overwritten; - is the standard output (default: -).")
  private String file;

  @Override
  public void run() {
    SessionFile session = client.call(this::read);
    if (file.equals(STDOUT)) {
      print(session, client.out());
    } else {
      write(session);
      tell(session);
    }
  }

  private Future<SessionFile> read(Variables variables) {
    String id = client.session();
    return Future.all(variables.sessions().get(id), PresentCut.read(variables.provider(), id))
        .map(read -> toFile(read.resultAt(0), read.resultAt(1)));
  }

  private static SessionFile toFile(
      dev.livevars.model.Session session, dev.livevars.model.Command.Cut cut) {
    return new SessionFile(
        session.id(),
        cut.revision(),
        session.ttl(),
        session.metadata(),
        cut.variables().stream().map(SessionFile.Entry::of).toList());
  }

  private void write(SessionFile session) {
    try (Writer writer = Files.newBufferedWriter(Path.of(file), StandardCharsets.UTF_8)) {
      session.write(writer);
    } catch (IOException e) {
      throw new StartException("cannot write %s: %s".formatted(file, e));
    }
  }

  private static void print(SessionFile session, PrintWriter out) {
    try {
      session.write(out);
    } catch (IOException e) {
      throw new StartException("cannot write: " + e);
    }
    if (out.checkError()) { // flushes
      throw new StartException("the standard output takes no more");
    }
  }

  private void tell(SessionFile session) {
    int variables = session.variables().size();
    if (client.json()) {
      client.printJson(
          line ->
              line.field("session", session.session())
                  .field("revision", session.revision())
                  .field("variables", variables)
                  .field("file", file));
    } else {
      client
          .out()
          .printf(
              "exported %d variable%s of session %s at revision %d to %s%n",
              variables, variables == 1 ? "" : "s", session.session(), session.revision(), file);
    }
  }
}
