package dev.livevars.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.livevars.Variables;
import dev.livevars.model.Constraints;
import dev.livevars.model.DType;
import dev.livevars.model.Session;
import dev.livevars.model.Tensor;
import dev.livevars.model.Variable;
import dev.livevars.model.VariableType;
import dev.livevars.text.SessionFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sessions as files, there and back. */
final class SessionFileCommandTest extends CommandsOfNode {
  @TempDir private Path folder;

  @Test
  void shouldBringASessionBackToTheLastBit() {
    registerEveryType(variables);
    assertThat(call("export", file())).isZero();
    assertThat(out.toString())
        .isEqualTo("exported 9 variables of session default at revision 9 to " + file() + "\n");
    clear();
    assertThat(call("import", file(), "--session", "copy", "--create", "--source", "me")).isZero();
    assertThat(out.toString())
        .isEqualTo("imported into session copy: 9 registered, 0 replaced, 0 unchanged\n");
    assertThat(entries(variables.inSession("copy"))).isEqualTo(entries(variables));
    assertThat(variables.inSession("copy").get("a.float").await().source()).isEqualTo("me");
  }

  @Test
  void shouldGoThroughPipes() {
    registerEveryType(variables);
    variables.sessions().create("copy").await();
    assertThat(call("export")).isZero();
    InputStream before = System.in;
    try {
      System.setIn(new ByteArrayInputStream(out.toString().getBytes(StandardCharsets.US_ASCII)));
      assertThat(call("import", "-", "--session", "copy", "--json")).isZero();
    } finally {
      System.setIn(before);
    }
    assertThat(lines(out).get(lines(out).size() - 1))
        .isEqualTo("{\"session\":\"copy\",\"registered\":9,\"replaced\":0,\"unchanged\":0}");
    assertThat(entries(variables.inSession("copy"))).isEqualTo(entries(variables));
  }

  @Test
  void shouldMakeTheSessionAsItWas() {
    Map<String, String> metadata = Map.of("team", "blau");
    variables.sessions().create("s", Duration.ofMinutes(90), metadata).await();
    assertThat(call("export", file(), "--session", "s", "--json")).isZero();
    assertThat(out.toString()).startsWith("{\"session\":\"s\",\"revision\":0,\"variables\":0,");
    variables.sessions().delete("s").await();
    assertThat(call("import", file(), "--session", "s")).isEqualTo(1);
    assertThat(err.toString()).startsWith("livevars: SESSION_NOT_FOUND: ");
    assertThat(call("import", file(), "--session", "s", "--create")).isZero();
    assertThat(call("import", file(), "--session", "s", "--create")).isZero();
    Session made = variables.sessions().get("s").await();
    assertThat(made.ttl()).isEqualTo(Duration.ofMinutes(90));
    assertThat(made.metadata()).isEqualTo(metadata);
  }

  @Test
  void shouldRefuseNamesThatExistBeforeAnythingIsWritten() {
    registerEveryType(variables);
    call("export", file());
    variables.delete("a.float").await();
    long revision = variables.getMany().await().revision();
    assertThat(call("import", file())).isEqualTo(1);
    assertThat(lines(err))
        .singleElement()
        .asString()
        .startsWith("livevars: VARIABLE_EXISTS: 8 of the file's variables exist")
        .contains("'b.nan', 'c.integer'", "--replace");
    assertThat(variables.getMany().await().revision()).isEqualTo(revision);
  }

  @Test
  void shouldBringWhatExistsToWhatTheFileSays() {
    registerEveryType(variables);
    call("export", file());
    List<SessionFile.Entry> wanted = entries(variables);
    change();
    clear();
    assertThat(call("import", file(), "--replace")).isZero();
    assertThat(out.toString())
        .isEqualTo("imported into session default: 1 registered, 7 replaced, 1 unchanged\n");
    assertThat(entries(variables)).isEqualTo(wanted);
    assertThat(call("import", file(), "--replace")).isZero();
    assertThat(out.toString()).endsWith("0 registered, 0 replaced, 9 unchanged\n");
  }

  @Test
  void shouldKeepAVariableWhereASetSuffices() {
    variables.register("n", 0.5, Constraints.ofFloat().max(1)).await();
    call("export", file());
    variables.set("n", 0.75).await();
    assertThat(call("import", file(), "--replace")).isZero();
    assertThat(variables.get("n").await().version()).isEqualTo(3);
  }

  @Test
  void shouldRefuseAFileThatIsNoSession() throws IOException {
    variables.register("n", 1, Constraints.ofInteger()).await();
    call("export", file());
    String text = Files.readString(Path.of(file()));
    Files.writeString(Path.of(file()), text.replace("\"value\":1", "\"value\":1.5"));
    clear();
    assertThat(call("import", file(), "--session", "new", "--create")).isEqualTo(2);
    assertThat(err.toString())
        .isEqualTo("livevars: line 2: variables[0].value: must be a whole number of 64 bits\n");
    Files.writeString(Path.of(file()), text.replace("\"version\":1", "\"version\":9"));
    clear();
    assertThat(call("import", file(), "--replace")).isEqualTo(2);
    assertThat(err.toString()).contains("version is 9, but only version 1 can be read");
    assertThat(variables.sessions().list().await()).hasSize(1);
  }

  @Test
  void shouldExportManyVariablesAsTheyAreTogether() {
    IntStream.range(0, 2_500)
        .mapToObj(i -> variables.register("v%04d".formatted(i), i, Constraints.ofInteger()))
        .toList()
        .forEach(registered -> registered.await());
    assertThat(call("export", file())).isZero();
    assertThat(call("import", file(), "--session", "copy", "--create")).isZero();
    assertThat(entries(variables.inSession("copy"))).isEqualTo(entries(variables));
    assertThat(variables.listWatchers().await()).isEmpty();
  }

  @Test
  void shouldSayThatAFileCannotBeWritten() {
    assertThat(call("export", folder.toString())).isEqualTo(1);
    assertThat(err.toString()).startsWith("livevars: cannot write ");
    assertThat(call("export", file(), "--session", "nobody")).isEqualTo(1);
    assertThat(Path.of(file())).doesNotExist();
  }

  private static void registerEveryType(Variables session) {
    Map<String, String> metadata = Map.of("unit", "K");
    session.register("a.float", -0.0, Constraints.ofFloat().min(-1), "zero", metadata).await();
    session.register("b.nan", Double.NaN, Constraints.ofFloat().allowNonFinite(true)).await();
    session.register("c.integer", Long.MAX_VALUE, Constraints.ofInteger().step(1)).await();
    session.register("d.string", "é😀\u0000\n", Constraints.ofString().maxLength(9)).await();
    session.register("e.boolean", true, Constraints.ofBoolean().readOnly(true)).await();
    session.register("f.choice", "low", Constraints.ofChoice("low", "high")).await();
    session.register("g.module", "dspy.Predict", Constraints.ofModule().namespace("dspy")).await();
    session.register("h.embedding", new float[] {0.1f, -0f}, Constraints.ofEmbedding()).await();
    Tensor tensor = Tensor.of(DType.UINT8, List.of(2L, 1L), new byte[] {1, -1});
    session.register("i.tensor", tensor, Constraints.ofTensor().shape(-1, 1)).await();
  }

  /** In a way of its own for each: gone, beyond the other's limits, read-only, of another type… */
  private void change() {
    variables.updateConstraints("a.float", Constraints.ofFloat().readOnly(true)).await();
    variables.set("b.nan", 1.5).await();
    variables.updateConstraints("b.nan", Constraints.ofFloat().min(1)).await();
    variables.set("c.integer", 7, Map.of("more", "metadata"), null).await();
    variables.delete("d.string").await();
    variables.updateConstraints("e.boolean", Constraints.ofBoolean()).await();
    variables.set("e.boolean", false).await();
    variables.updateConstraints("f.choice", Constraints.ofChoice("low", "off")).await();
    variables.set("f.choice", "off").await();
    variables.updateConstraints("f.choice", Constraints.ofChoice("off")).await();
    variables.delete("g.module").await();
    variables.register("g.module", 5, Constraints.ofInteger()).await();
    variables.set("h.embedding", new float[] {1}).await();
    assertThat(variables.get("i.tensor").await().type()).isEqualTo(VariableType.TENSOR);
  }

  private static List<SessionFile.Entry> entries(Variables session) {
    List<Variable> all = session.list().await();
    return all.stream().map(SessionFile.Entry::of).toList();
  }

  private String file() {
    return folder.resolve("session.json").toString();
  }
}
