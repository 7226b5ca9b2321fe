package dev.livevars.remote;

import dev.livevars.model.LivevarsException;
import dev.livevars.model.Reason;
import dev.livevars.model.Variable;
import dev.livevars.model.WatchEnd;
import dev.livevars.model.WatchSink;
import dev.livevars.wire.ChangeWire;
import dev.livevars.wire.VariableWire;
import dev.livevars.wire.v1.WatchChanges;
import dev.livevars.wire.v1.WatchClosing;
import dev.livevars.wire.v1.WatchInitial;
import dev.livevars.wire.v1.WatchVariablesResponse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Hands the events of a stream on to a sink and remembers how far it was. */
final class EventReader {
  private final String session;
  private final WatchSink sink;
  private final Consumer<String> created;
  private List<Variable> initial = new ArrayList<>();
  private long resumeRevision;
  private @Nullable WatchEnd closing;

  /**
   * A reader.
   *
   * @param created gets the watcher's id before the sink gets anything
   */
  EventReader(String session, WatchSink sink, Consumer<String> created) {
    this.session = session;
    this.sink = sink;
    this.created = created;
  }

  /** The start revision that continues after what was handed on; 0 before the watch was live. */
  long resumeRevision() {
    return resumeRevision;
  }

  /** Whether the watch is live: changes come that may wait. */
  boolean isLive() {
    return resumeRevision > 0;
  }

  /** Why the node ends the watch; null when it has not said so. */
  @Nullable WatchEnd closing() {
    return closing;
  }

  void read(WatchVariablesResponse event) {
    switch (event.getEventCase()) {
      case CREATED -> create(event.getCreated().getWatcherId());
      case INITIAL -> collect(event.getInitial());
      case LIVE -> live(event.getLive().getRevision());
      case CHANGES -> handOn(event.getChanges());
      case PROGRESS -> progress(event.getProgress().getRevision());
      case RESYNC -> sink.resync(event.getResync().getOldestRevision());
      case CLOSING -> closing = toEnd(event.getClosing());
      case EVENT_NOT_SET ->
          throw new LivevarsException(Reason.INTERNAL, "the node sent an event of no kind");
    }
  }

  private void create(String id) {
    created.accept(id);
    sink.created(id);
  }

  private void collect(WatchInitial part) {
    part.getVariablesList().forEach(variable -> initial.add(VariableWire.toModel(variable)));
    if (part.getLast()) {
      List<Variable> all = initial;
      initial = new ArrayList<>();
      sink.initial(part.getRevision(), List.copyOf(all));
    }
  }

  private void live(long revision) {
    resumeRevision = revision + 1;
    sink.live(revision);
  }

  private void handOn(WatchChanges changes) {
    resumeRevision = changes.getLastRevision() + 1;
    sink.changes(ChangeWire.toModel(session, changes));
  }

  private void progress(long revision) {
    resumeRevision = Math.max(resumeRevision, revision + 1);
    sink.progress(revision);
  }

  private static WatchEnd toEnd(WatchClosing closing) {
    LivevarsException cause =
        Arrays.stream(Reason.values())
            .filter(reason -> reason.name().equals(closing.getReason()))
            .findFirst()
            .map(reason -> new LivevarsException(reason, closing.getMessage()))
            .orElseGet(() -> unknown(closing));
    return new WatchEnd(cause, closing.getResumeRevision());
  }

  private static LivevarsException unknown(WatchClosing closing) {
    return new LivevarsException(
        Reason.INTERNAL,
        "the node ended the watch: %s: %s".formatted(closing.getReason(), closing.getMessage()),
        Map.of("server_reason", closing.getReason()));
  }
}
