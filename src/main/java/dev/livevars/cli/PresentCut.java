package dev.livevars.cli;

import dev.livevars.StateProvider;
import dev.livevars.model.ChangeSet;
import dev.livevars.model.Command.Cut;
import dev.livevars.model.Selectors;
import dev.livevars.model.Variable;
import dev.livevars.model.WatchEnd;
import dev.livevars.model.WatchSink;
import dev.livevars.model.WatchSpec;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.List;

/**
 * The present values of a session as they are together, however many they are: a watch that is
 * stopped when it has told them. Pages of a list would each be of a moment of their own.
 */
final class PresentCut implements WatchSink {
  private final Promise<Cut> cut = Promise.promise();
  private final Promise<Void> over = Promise.promise();

  private PresentCut() {}

  /** Reads it; completed when the node has ended the watch, so that no stream is cut off. */
  static Future<Cut> read(StateProvider provider, String session) {
    PresentCut sink = new PresentCut();
    WatchSpec spec =
        WatchSpec.of(session, Selectors.parse(List.of())).includeInitial(true).label("export");
    return provider
        .watchVariables(spec, sink)
        .compose(
            id ->
                sink.cut
                    .future()
                    .eventually(
                        () ->
                            provider
                                .stopWatcher(session, id)
                                .recover(still -> provider.unwatchVariables(id)))
                    .eventually(sink.over::future));
  }

  @Override
  public void initial(long revision, List<Variable> variables) {
    cut.tryComplete(new Cut(variables, revision, false));
  }

  @Override
  public void live(long revision) {}

  @Override
  public void changes(List<ChangeSet> sets) {}

  @Override
  public void end(WatchEnd end) {
    cut.tryFail(end.cause());
    over.tryComplete();
  }
}
