package dev.livevars.cli;

import dev.livevars.WatchOptions;
import dev.livevars.model.ChangeKind;
import dev.livevars.model.Overflow;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of a watch that the node holds something back for. */
final class WatchRequestOptions {
  @Option(
      names = "--kinds",
      split = ",",
      paramLabel = "KIND",
      description = "Only these kinds: ${COMPLETION-CANDIDATES}.")
  private List<ChangeKind> kinds = List.of();

  @Option(
      names = "--min-change",
      paramLabel = "X",
      description = "Only updates of numbers by at least X since the last one printed.")
  private @Nullable Double minChange;

  @Option(
      names = "--min-change-ratio",
      paramLabel = "R",
      description = "Only updates of numbers by at least R times the last one printed.")
  private @Nullable Double minChangeRatio;

  @Option(
      names = "--min-distance",
      paramLabel = "D",
      description = "Only updates of embeddings and tensors that are at least D away.")
  private @Nullable Double minDistance;

  @Option(
      names = "--expression",
      paramLabel = "CEL",
      defaultValue = "",
      description = "Only changes for which it holds, such as 'new > 0.5 && source != \"bot\"'.")
  private String expression;

  @Option(
      names = "--debounce",
      paramLabel = "DURATION",
      converter = DurationConverter.class,
      defaultValue = "0ms",
      description = "Print after this quiet period, such as 50ms.")
  private Duration debounce;

  @Option(
      names = "--max-wait",
      paramLabel = "DURATION",
      converter = DurationConverter.class,
      defaultValue = "0ms",
      description = "The longest that --debounce may hold back (default: ten times that).")
  private Duration maxWait;

  @Option(
      names = "--min-interval",
      paramLabel = "DURATION",
      converter = DurationConverter.class,
      defaultValue = "0ms",
      description = "The shortest time from one print to the next.")
  private Duration minInterval;

  @Option(
      names = "--overflow",
      paramLabel = "POLICY",
      defaultValue = "CONFLATE",
      description = "When this is too slow: ${COMPLETION-CANDIDATES} (default: CONFLATE).")
  private Overflow.Policy overflow;

  @Option(
      names = "--buffer-capacity",
      paramLabel = "N",
      defaultValue = "" + Overflow.DEFAULT_CAPACITY,
      description = "How many changes may wait as they are (default: 1024).")
  private int bufferCapacity;

  WatchOptions applyTo(WatchOptions options) {
    WatchOptions asked =
        options
            .kinds(kinds.toArray(ChangeKind[]::new))
            .expression(expression)
            .debounce(debounce)
            .maxWait(maxWait)
            .minInterval(minInterval)
            .overflow(overflow)
            .bufferCapacity(bufferCapacity);
    asked = minChange == null ? asked : asked.minChange(minChange);
    asked = minChangeRatio == null ? asked : asked.minChangeRatio(minChangeRatio);
    return minDistance == null ? asked : asked.minDistance(minDistance);
  }
}
