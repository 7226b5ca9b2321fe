package dev.livevars.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.livevars.Livevars;
import dev.livevars.NodeOptions;
import dev.livevars.Variables;
import dev.livevars.model.Arbitraries;
import dev.livevars.model.Variable;
import dev.livevars.text.SessionFile;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Whatever a session holds comes back from a file as it was. */
class SessionFileCommandProperties {
  private static final Vertx VERTX = Vertx.vertx();
  private static final Variables LOCAL = Variables.local(VERTX);
  private static String server = "";

  @BeforeContainer
  static void deploy() {
    NodeOptions options = NodeOptions.defaults().grpc("127.0.0.1", 0);
    server = "127.0.0.1:" + Livevars.deploy(VERTX, options).await().grpcPort();
  }

  @AfterContainer
  static void close() {
    VERTX.close().await();
  }

  @Provide
  Arbitrary<List<Variable>> variables() {
    return Arbitraries.consistentVariables().list().uniqueElements(Variable::name).ofMaxSize(3);
  }

  @Property(tries = 25)
  void shouldImportWhatWasExported(@ForAll("variables") List<Variable> variables)
      throws IOException {
    Path file = Files.createTempFile("session", ".json");
    String original = newSession();
    String copy = newSession();
    for (Variable v : variables) {
      LOCAL
          .inSession(original)
          .register(v.name(), v.value(), v.constraints(), v.description(), v.metadata())
          .await();
    }
    run("export", file.toString(), "--session", original);
    run("import", file.toString(), "--session", copy);
    Files.delete(file);

    assertThat(entries(copy)).isEqualTo(entries(original));
  }

  private static String newSession() {
    return LOCAL.sessions().create().await().id();
  }

  private static List<SessionFile.Entry> entries(String session) {
    return LOCAL.inSession(session).list().await().stream().map(SessionFile.Entry::of).toList();
  }

  private static void run(String... arguments) {
    StringWriter err = new StringWriter();
    List<String> words = new ArrayList<>(List.of(arguments));
    words.addAll(List.of("--server", server));
    int exit =
        Cli.commandLine()
            .setOut(new PrintWriter(new StringWriter()))
            .setErr(new PrintWriter(err, true))
            .execute(words.toArray(String[]::new));
    assertThat(err.toString()).isEmpty();
    assertThat(exit).isZero();
  }
}
