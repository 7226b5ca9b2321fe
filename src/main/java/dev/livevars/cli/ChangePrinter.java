package dev.livevars.cli;

import dev.livevars.model.VariableChange;
import dev.livevars.text.Cell;
import dev.livevars.text.JsonLine;
import dev.livevars.text.ModelJson;
import io.vertx.core.Handler;
import java.io.PrintWriter;

/**
 * Prints changes, a line each, until there are enough or nobody reads them any more. For one
 * context.
 */
final class ChangePrinter implements Handler<VariableChange> {
  private final PrintWriter out;
  private final boolean json;
  private final long wanted;
  private final Runnable done;
  private boolean live;
  private boolean finished;
  private long printed;

  /**
   * A printer.
   *
   * @param wanted how many changes; 0 is without end
   * @param done called when these are printed
   */
  ChangePrinter(PrintWriter out, boolean json, long wanted, Runnable done) {
    this.out = out;
    this.json = json;
    this.wanted = wanted;
    this.done = done;
  }

  /** What comes from now on is counted: it is no present value. */
  void live() {
    live = true;
  }

  @Override
  public void handle(VariableChange change) {
    if (finished) {
      return;
    }
    out.println(json ? JsonLine.of(ModelJson.of(change)) : line(change));
    boolean unread = out.checkError(); // flushes
    printed += live ? 1 : 0;
    if (unread || (live && printed == wanted)) {
      finished = true;
      done.run();
    }
  }

  private static String line(VariableChange change) {
    return "%8d  %-19s  %s  %s -> %s%s%s"
        .formatted(
            change.revision(),
            change.kind(),
            change.name(),
            Cell.of(change.oldValue()),
            Cell.of(change.newValue()),
            change.source().isEmpty() ? "" : "  by " + Cell.of(change.source()),
            change.mergedCount() == 1 ? "" : "  (%d changes)".formatted(change.mergedCount()));
  }
}
