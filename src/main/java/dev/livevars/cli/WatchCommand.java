package dev.livevars.cli;

import dev.livevars.Variables;
import dev.livevars.WatchOptions;
import dev.livevars.model.LivevarsException;
import dev.livevars.model.WatchEnd;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Prints changes until it is interrupted, has printed enough, or the node ends the watch. */
@Command(
    name = "watch",
    description = "Print the present values, then every change, until interrupted.")
final class WatchCommand implements Runnable {
  @Mixin private Client client;

  @Parameters(
      paramLabel = "SELECTOR",
      arity = "0..*",
      description = "Names and globs: * within a dotted part, ** across parts (default: all).")
  private List<String> selectors = List.of();

  @Option(names = "--no-initial", description = "Leave the present values out.")
  private boolean noInitial;

  @Option(
      names = "--start-revision",
      paramLabel = "N",
      defaultValue = "0",
      description = "Print every change from this revision on; implies --no-initial.")
  private long startRevision;

  @Option(names = "--label", defaultValue = "cli", description = "Shown by 'watchers'.")
  private String label;

  @Option(
      names = "--count",
      paramLabel = "N",
      defaultValue = "0",
      description = "Stop after N changes, present values not counted.")
  private long count;

  @Mixin private WatchRequestOptions requested;

  @Override
  public void run() {
    if (count < 0) {
      throw client.badUsage("--count is 0 (without end) or more");
    }
    client.call(this::watch);
  }

  private Future<Void> watch(Variables variables) {
    Promise<Void> done = Promise.promise();
    ChangePrinter printer =
        new ChangePrinter(client.out(), client.json(), count, done::tryComplete);
    WatchOptions options =
        requested
            .applyTo(WatchOptions.of(selectors.toArray(String[]::new)))
            .includeInitial(!noInitial && startRevision == 0)
            .startRevision(startRevision)
            .label(label);
    return variables
        .watch(options, printer)
        .compose(
            watch -> {
              printer.live();
              watch.onEnd(end -> done.tryFail(ended(end)));
              return done.future().eventually(watch::cancel);
            });
  }

  private static LivevarsException ended(WatchEnd end) {
    LivevarsException cause = end.cause();
    return new LivevarsException(
        cause.reason(),
        "%s; continue with --start-revision %d".formatted(cause.message(), end.resumeRevision()),
        cause.details());
  }
}
