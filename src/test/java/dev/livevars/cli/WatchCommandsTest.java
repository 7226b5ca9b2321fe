package dev.livevars.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.livevars.Await;
import dev.livevars.WatchOptions;
import dev.livevars.model.ChangeKind;
import dev.livevars.model.Constraints;
import java.io.StringWriter;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** {@code watch} with what the node holds back, and {@code watchers}. */
class WatchCommandsTest extends CommandsOfNode {

  @Test
  void shouldPrintWhatPasses() {
    variables.register("x", 0.0, Constraints.ofFloat()).await();
    CompletableFuture<Integer> exit =
        CompletableFuture.supplyAsync(
            () ->
                call(
                    "watch",
                    "x",
                    "--start-revision",
                    "2",
                    "--min-change",
                    "1",
                    "--kinds",
                    "UPDATED",
                    "--expression",
                    "source != 'bot'",
                    "--count",
                    "2",
                    "--json"));
    Await.until("it watches", () -> variables.listWatchers().await().size() == 1);
    for (double value : new double[] {0.5, 1.5, 2, 3}) {
      variables.set("x", value).await();
    }
    assertThat(Await.result(exit)).isZero();
    assertThat(lines(out)).hasSize(2);
    assertThat(lines(out).get(0)).contains("\"value\":1.5").contains("\"recreated\":false");
    assertThat(lines(out).get(1)).contains("\"value\":3.0");
  }

  @Test
  void shouldPrintWhatIsPacedAsOne() {
    variables.register("x", 0, Constraints.ofInteger()).await();
    CompletableFuture<Integer> exit =
        CompletableFuture.supplyAsync(
            () ->
                call(
                    "watch", "x", "--start-revision", "2", "--debounce", "1h", "--max-wait", "2h"));
    Await.until("it watches", () -> variables.listWatchers().await().size() == 1);
    for (int i = 1; i <= 3; i++) {
      variables.set("x", i).await();
    }
    String id = variables.listWatchers().await().get(0).id();
    Await.until("they are merged", () -> variables.listWatchers().await().get(0).conflated() == 2);
    variables.stopWatcher(id).await();
    assertThat(Await.result(exit)).isEqualTo(1);
    assertThat(out.toString()).contains("(3 changes)");
    assertThat(err.toString()).contains("--start-revision 5");
  }

  @Test
  void shouldSayWhatIsWrongWithAnOption() {
    assertThat(call("watch", "--debounce", "soon")).isEqualTo(2);
    assertThat(err.toString()).contains("'soon' is no duration");
    assertThat(call("watch", "--kinds", "CHANGED")).isEqualTo(2);
    assertThat(err.toString()).contains("CONSTRAINTS_UPDATED");
    clear();
    assertThat(call("watch", "--expression", "new >")).isEqualTo(1);
    assertThat(err.toString()).contains("filter.expression").contains("1:6");
    assertThat(call("watchers", "--count", "-1")).isEqualTo(2);
  }

  @Test
  void shouldShowHowWatchersFareAgainAndAgain() {
    variables.register("x", 0, Constraints.ofInteger()).await();
    WatchOptions deletions = WatchOptions.of("x").label("deletions").kinds(ChangeKind.DELETED);
    variables.watch(deletions, change -> {}).await();
    variables.set("x", 1).await();
    assertThat(call("watchers", "--follow", "--count", "2")).isZero();
    assertThat(lines(out)).hasSize(4);
    assertThat(lines(out).get(0)).contains("DELIVERED  FILTERED  CONFLATED  PENDING");
    assertThat(lines(out).get(3)).contains("deletions");
    StringWriter json = new StringWriter();
    assertThat(call(json, "watchers", "--json")).isZero();
    assertThat(json.toString())
        .contains("\"delivered\":0,\"conflated\":0,\"filtered\":1,\"filter_failures\":0");
  }
}
