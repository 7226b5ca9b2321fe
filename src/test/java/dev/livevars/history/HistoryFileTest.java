package dev.livevars.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.livevars.history.Recording.Event;
import dev.livevars.model.ChangeKind;
import dev.livevars.model.Overflow;
import dev.livevars.model.Selectors;
import dev.livevars.model.WatchFilter;
import dev.livevars.model.WatchPacing;
import dev.livevars.model.WatchSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryFileTest {
  @TempDir private Path folder;
  private final HistoryFile file = new HistoryFile();
  private final Story story =
      new Story()
          .set("x", 1)
          .batch(Map.of("x", 2L, "y", 2L))
          .constrain("x")
          .delete("y")
          .set("y", 9);

  @BeforeEach
  void record() {
    file.committed().addAll(story.committed());
    WatchSpec all = WatchSpec.of("default", Selectors.parse(List.of("*")));
    WatchSpec some =
        all.includeInitial(true)
            .label("some")
            .filter(WatchFilter.NONE.kinds(ChangeKind.UPDATED, ChangeKind.DELETED).minChange(0.5))
            .pacing(WatchPacing.NONE.debounce(Duration.ofMillis(50)))
            .overflow(new Overflow(Overflow.Policy.FAIL, 3));
    file.watchers()
        .put(
            "merging",
            List.of(
                new Event.Opened(all),
                new Event.Live(1),
                Story.changes(story.merged(2, 5)),
                new Event.Progress(5),
                new Event.Released(),
                Story.ended(6)));
    file.watchers()
        .put(
            "some",
            List.of(
                new Event.Opened(some, new Lacking(true, true, true)),
                story.initial(2),
                new Event.Live(2),
                story.changes(4),
                new Event.Settled(5),
                Story.ended(6),
                new Event.Opened(all.startRevision(1).includeInitial(true)),
                new Event.Resync(3),
                story.initial(5),
                new Event.Live(5),
                new Event.Settled(5)));
  }

  @Test
  void shouldReadWhatWasWritten() {
    HistoryFile read = new HistoryFile();
    file.lines().forEach(read::read);
    assertThat(read.committed()).isEqualTo(file.committed());
    assertThat(text(read)).isEqualTo(text(file));
    assertThat(read.lines()).isEqualTo(file.lines());
  }

  @Test
  void shouldTellWithItsExitCodeWhatItFound() throws IOException {
    file.watchers().remove("some");
    assertThat(exitCode(file.lines())).isZero();
    List<String> lines = file.lines();
    assertThat(exitCode(lines.subList(1, lines.size()))).isEqualTo(1);
    assertThat(exitCode(lines.subList(0, 3))).isEqualTo(1);
    assertThat(exitCode(List.of("{"))).isEqualTo(2);
    assertThat(exitCode(List.of("{\"watcher\": \"w\", \"received\": {\"nothing\": 1}}")))
        .isEqualTo(2);
    assertThat(CheckHistory.run(List.of(folder.resolve("none").toString()))).isEqualTo(2);
    assertThat(CheckHistory.run(List.of())).isEqualTo(2);
  }

  @Test
  void shouldNameALineThatItCannotRead() {
    assertThatThrownBy(() -> file.read("{\"watcher\": \"w\", \"unknown\": 1}"))
        .hasMessageContaining("unknown");
  }

  /** Selectors and exceptions are compared by identity. */
  private static String text(HistoryFile history) {
    return history.watchers().toString().replaceAll("Selectors@\\w+", "Selectors");
  }

  private int exitCode(List<String> lines) throws IOException {
    return CheckHistory.run(List.of(Files.write(folder.resolve("h.jsonl"), lines).toString()));
  }
}
