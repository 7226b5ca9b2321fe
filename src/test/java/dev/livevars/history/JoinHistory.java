package dev.livevars.history;

import static dev.livevars.Await.result;
import static org.assertj.core.api.Assertions.assertThat;

import dev.livevars.Await;
import dev.livevars.StateProvider;
import dev.livevars.model.Overflow;
import dev.livevars.model.Selectors;
import dev.livevars.model.WatchSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Many watchers that join, follow for a while and leave while others write. */
public final class JoinHistory {
  private static final int LANES = 20;
  private static final int SETS = 20;
  private static final List<List<String>> SELECTIONS =
      List.of(
          List.of(),
          List.of("load.*.v1"),
          List.of("load.w0.v0", "load.w1.v2"),
          List.of("load.w3.**"));

  private final List<Watched> watched = new ArrayList<>();
  private final StateProvider provider;

  private record Watched(String who, WatchSpec spec, Recording recording) {}

  /** Joins through a provider. */
  public JoinHistory(StateProvider provider) {
    this.provider = provider;
  }

  /**
   * So many joins with the present values, some at a time; each follows for some change sets and is
   * then taken back.
   */
  public void join(int count) {
    for (int first = 0; first < count; first += LANES) {
      List<CompletableFuture<Void>> lanes = new ArrayList<>();
      for (int i = first; i < Math.min(count, first + LANES); i++) {
        lanes.add(one(i));
      }
      lanes.forEach(Await::result);
    }
  }

  /** Checks all of them; each must have got the present values, become live and followed. */
  public List<String> violations(StateProvider local) {
    HistoryChecker checker = new HistoryChecker(Committed.read(local));
    for (Watched each : watched) {
      List<Recording.Event> events = each.recording().events();
      assertThat(events.get(0)).isInstanceOf(Recording.Event.Initial.class);
      assertThat(events.get(1)).isInstanceOf(Recording.Event.Live.class);
      checker.check(each.who(), each.spec(), events);
    }
    return checker.violations();
  }

  private CompletableFuture<Void> one(int number) {
    Selectors selectors = Selectors.parse(SELECTIONS.get(number % SELECTIONS.size()));
    Recording recording = new Recording();
    WatchSpec spec =
        WatchSpec.of("default", selectors)
            .includeInitial(true)
            .overflow(new Overflow(Overflow.Policy.FAIL, 1_000_000));
    watched.add(new Watched("watcher " + number, spec, recording));
    String id = result(provider.watchVariables(spec, recording));
    return recording
        .untilSets(SETS)
        .thenCompose(
            followed -> {
              recording.released();
              return provider.unwatchVariables(id).toCompletionStage().toCompletableFuture();
            })
        .thenCompose(cancelled -> recording.untilEnded());
  }
}
