package dev.livevars.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.livevars.model.Constraints;
import java.io.StringWriter;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands against a node in this process. */
final class CliTest extends CommandsOfNode {
  @Test
  void shouldRegisterGetSetListAndDelete() {
    assertThat(call("register", "llm.temperature", "0.7", "--min", "0", "--max", "2")).isZero();
    assertThat(call("set", "llm.temperature", "1", "--expected-version", "1")).isZero();
    assertThat(call("get", "llm.temperature")).isZero();
    assertThat(lines(out).get(4)).startsWith("NAME ");
    assertThat(lines(out).get(5))
        .startsWith("llm.temperature  float  1.0    2  ")
        .endsWith("  cli");
    assertThat(call("list", "llm.*")).isZero();
    assertThat(call("delete", "llm.temperature")).isZero();
    assertThat(out.toString()).endsWith("deleted llm.temperature at revision 3\n");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void shouldPrintJson() {
    call(
        "register",
        "n",
        "42",
        "--json",
        "--meta",
        "unit=K",
        "--description",
        "d",
        "--source",
        "me");

    assertThat(out.toString())
        .startsWith("{\"name\":\"n\",\"type\":\"integer\",\"value\":42,\"constraints\":{},")
        .contains("\"description\":\"d\",\"metadata\":{\"unit\":\"K\"},\"version\":1")
        .endsWith("\"source\":\"me\"}\n");
  }

  @Test
  void shouldSayThatAnEqualValueChangesNothing() {
    call("register", "n", "42");
    call("set", "n", "42", "--json");

    assertThat(out.toString()).endsWith("},\"changed\":false}\n");
  }

  @Test
  void shouldRegisterEveryType() {
    assertThat(call("register", "a", "1", "--type", "float", "--allow-non-finite")).isZero();
    assertThat(call("register", "b", "2", "--min", "-5", "--max", "9", "--step", "1")).isZero();
    assertThat(call("register", "c", "x", "--pattern", "x+", "--max-length", "3")).isZero();
    assertThat(call("register", "d", "true", "--read-only")).isZero();
    assertThat(call("register", "e", "low", "--type", "choice", "--choices", "off,low")).isZero();
    assertThat(call("register", "f", "dspy.Predict", "--type", "module", "--namespace", "dspy"))
        .isZero();
    assertThat(call("register", "g", "[1,2]", "--dimensions", "2", "--max-norm", "3")).isZero();
    assertThat(
            call(
                "register",
                "h",
                "[[1,2]]",
                "--type",
                "tensor",
                "--dtype",
                "float32",
                "--shape",
                "-1,2"))
        .isZero();
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void shouldAnswerAVariableThatIsThereWhenAskedTo() {
    call("register", "n", "1");

    assertThat(call("register", "n", "2", "--if-absent")).isZero();
    assertThat(call("register", "n", "2")).isEqualTo(1);
    assertThat(lines(err)).singleElement().asString().startsWith("livevars: VARIABLE_EXISTS: ");
  }

  @Test
  void shouldTellARefusalOnOneLine() {
    call("register", "n", "0.5", "--max", "1");

    assertThat(call("set", "n", "2")).isEqualTo(1);
    assertThat(lines(err))
        .singleElement()
        .asString()
        .startsWith("livevars: CONSTRAINT_VIOLATED: ")
        .contains("n", "max", "2");
  }

  @Test
  void shouldTellARefusalInJson() {
    assertThat(call("set", "none", "2", "--json")).isEqualTo(1);
    assertThat(err.toString())
        .startsWith("{\"error\":{\"reason\":\"VARIABLE_NOT_FOUND\",\"status\":\"NOT_FOUND\",");
  }

  @Test
  void shouldPrintWhatItFindsAndNameWhatIsMissing() {
    call("register", "n", "1", "--json");

    assertThat(call("get", "n", "gone", "--json")).isEqualTo(1);
    assertThat(lines(out)).hasSize(2);
    assertThat(err.toString()).contains("VARIABLE_NOT_FOUND", "'gone'");
  }

  @Test
  void shouldRefuseAnotherVersion() {
    call("register", "n", "1");

    assertThat(call("set", "n", "2", "--expected-version", "9")).isEqualTo(1);
    assertThat(call("delete", "n", "--expected-version", "9")).isEqualTo(1);
    assertThat(lines(err)).allSatisfy(line -> assertThat(line).contains("VERSION_MISMATCH"));
  }

  @Test
  void shouldPrintChangesFromARevisionOnUntilThereAreEnough() {
    variables.register("n", 1, Constraints.ofInteger()).await();
    variables.set("n", 2).await();
    variables.set("n", 3).await();

    assertThat(call("watch", "n", "--start-revision", "1", "--count", "3")).isZero();
    assertThat(lines(out)).hasSize(3);
    assertThat(lines(out).get(0)).matches(" +1  REGISTERED +n  - -> 1");
    assertThat(lines(out).get(2)).matches(" +3  UPDATED +n  2 -> 3");
    assertThat(variables.listWatchers().await()).isEmpty();
  }

  @Test
  void shouldPrintPresentValuesWithoutCountingThem() {
    variables.register("n", 1, Constraints.ofInteger()).await();
    CompletableFuture<Integer> exit =
        CompletableFuture.supplyAsync(() -> call("watch", "--count", "1", "--json"));
    Await.until(() -> lines(out), lines -> lines.size() == 1);
    variables.set("n", 2).await();

    assertThat(exit.join()).isZero();
    assertThat(lines(out)).hasSize(2);
    assertThat(lines(out).get(0)).contains("\"kind\":\"REGISTERED\"", "\"value\":1");
    assertThat(lines(out).get(1))
        .contains("\"kind\":\"UPDATED\"", "\"old_value\":1", "\"value\":2");
  }

  @Test
  void shouldListAndStopWatchers() {
    CompletableFuture<Integer> exit =
        CompletableFuture.supplyAsync(() -> call("watch", "n", "--label", "mine"));
    String id =
        Await.until(() -> variables.listWatchers().await(), list -> !list.isEmpty()).get(0).id();
    StringWriter table = new StringWriter();

    assertThat(call(table, "watchers")).isZero();
    assertThat(call(table, "stop-watcher", id)).isZero();
    assertThat(table.toString()).contains("ID ", id, "mine", "stopped " + id);
    assertThat(exit.join()).isEqualTo(1);
    assertThat(err.toString()).startsWith("livevars: STOPPED: ").contains("--start-revision 1");
    assertThat(call("stop-watcher", id)).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "nonsense",
        "get",
        "get n --nonsense",
        "set n",
        "list --server a:b:c",
        "list --server localhost:70000",
        "register n 1 --type number",
        "register n 1 --pattern x",
        "register n true --min 0",
        "register n 1 --min 0.5",
        "history",
        "history n --limit x",
        "rollback n",
        "rollback n x",
        "sessions create s --ttl soon",
        "sessions create s --ttl -1s",
        "sessions get",
        "sessions nonsense",
        "sessions get a b",
        "sessions --session s",
        "import",
        "import /nowhere/at/all",
        "import /",
        "watch --count x"
      })
  void shouldExitWithTwoForBadUsage(String arguments) {
    String[] words = arguments.isEmpty() ? new String[0] : arguments.split(" ");

    assertThat(run(words)).isEqualTo(2);
    assertThat(err.toString()).startsWith("livevars: ").doesNotContain("Exception", "\tat ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "serve",
        "register",
        "get",
        "set",
        "delete",
        "list",
        "watch",
        "history",
        "rollback",
        "watchers",
        "stop-watcher",
        "sessions",
        "sessions create",
        "sessions get",
        "sessions keep-alive",
        "sessions delete",
        "export",
        "import"
      })
  void shouldHelpEverywhere(String command) {
    assertThat(run((command + " --help").trim().split(" "))).isZero();
    assertThat(out.toString()).startsWith(("Usage: livevars " + command).trim());
  }
}
