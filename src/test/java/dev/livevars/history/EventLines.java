package dev.livevars.history;

import dev.livevars.history.Recording.Event;
import dev.livevars.model.ChangeSet;
import dev.livevars.model.LivevarsException;
import dev.livevars.model.Reason;
import dev.livevars.model.Variable;
import dev.livevars.model.WatchEnd;
import dev.livevars.wire.ChangeWire;
import dev.livevars.wire.VariableWire;
import dev.livevars.wire.WatchWire;
import dev.livevars.wire.v1.WatchInitial;
import dev.livevars.wire.v1.WatchVariablesResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The events of one watcher, between the protocol's messages in lines and the model. */
final class EventLines {
  private final String session;
  private List<Variable> parts = new ArrayList<>();

  EventLines(String session) {
    this.session = session;
  }

  /** Takes in a message; parts of the present values are one event when the last has come. */
  void read(WatchVariablesResponse message, Consumer<Event> events) {
    switch (message.getEventCase()) {
      case CREATED -> {}
      case INITIAL -> {
        message.getInitial().getVariablesList().stream()
            .map(VariableWire::toModel)
            .forEach(parts::add);
        if (message.getInitial().getLast()) {
          events.accept(new Event.Initial(message.getInitial().getRevision(), parts));
          parts = new ArrayList<>();
        }
      }
      case LIVE -> events.accept(new Event.Live(message.getLive().getRevision()));
      case CHANGES ->
          events.accept(new Event.Changes(ChangeWire.toModel(session, message.getChanges())));
      case PROGRESS -> events.accept(new Event.Progress(message.getProgress().getRevision()));
      case RESYNC -> events.accept(new Event.Resync(message.getResync().getOldestRevision()));
      case CLOSING -> {
        LivevarsException cause =
            new LivevarsException(
                Reason.valueOf(message.getClosing().getReason()),
                message.getClosing().getMessage());
        events.accept(
            new Event.Ended(new WatchEnd(cause, message.getClosing().getResumeRevision())));
      }
      case EVENT_NOT_SET -> throw new IllegalArgumentException("a message of nothing");
    }
  }

  /** Writes an event; change sets have a line each. */
  static void write(String who, Event event, Consumer<String> lines) {
    JsonObject line = new JsonObject().put("watcher", who);
    if (event instanceof Event.Opened opened) {
      Lacking lacking = opened.lacking();
      List<String> names =
          Stream.of(
                  lacking.previousRevision() ? "previous_revision" : "",
                  lacking.recreated() ? "recreated" : "",
                  lacking.nanoseconds() ? "nanoseconds" : "")
              .filter(name -> !name.isEmpty())
              .toList();
      line.put("opened", HistoryFile.json(WatchWire.toWire(opened.spec())))
          .put("lacking", new JsonArray(names));
      lines.accept(line.encode());
    } else if (event instanceof Event.Released) {
      lines.accept(line.put("released", true).encode());
    } else if (event instanceof Event.Settled settled) {
      lines.accept(line.put("settled", settled.revision()).encode());
    } else if (event instanceof Event.Changes changes) {
      for (ChangeSet set : changes.sets()) {
        var message =
            WatchVariablesResponse.newBuilder().setChanges(ChangeWire.toWire(List.of(set)));
        lines.accept(line.copy().put("received", HistoryFile.json(message.build())).encode());
      }
    } else {
      lines.accept(line.put("received", HistoryFile.json(message(event))).encode());
    }
  }

  private static WatchVariablesResponse message(Event event) {
    WatchVariablesResponse.Builder message = WatchVariablesResponse.newBuilder();
    if (event instanceof Event.Initial initial) {
      WatchInitial.Builder cut = message.getInitialBuilder();
      cut.setRevision(initial.revision()).setLast(true);
      initial.variables().forEach(each -> cut.addVariables(VariableWire.toWire(each)));
    } else if (event instanceof Event.Live live) {
      message.getLiveBuilder().setRevision(live.revision());
    } else if (event instanceof Event.Progress progress) {
      message.getProgressBuilder().setRevision(progress.revision());
    } else if (event instanceof Event.Resync resync) {
      message.getResyncBuilder().setOldestRevision(resync.oldest());
    } else if (event instanceof Event.Ended ended) {
      message
          .getClosingBuilder()
          .setReason(ended.end().reason().name())
          .setResumeRevision(ended.end().resumeRevision())
          .setMessage(ended.end().message());
    }
    return message.build();
  }
}
