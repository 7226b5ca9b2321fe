package dev.livevars.history;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import dev.livevars.history.Recording.Event;
import dev.livevars.model.ChangeSet;
import dev.livevars.wire.ChangeWire;
import dev.livevars.wire.WatchWire;
import dev.livevars.wire.v1.WatchChanges;
import dev.livevars.wire.v1.WatchVariablesRequest;
import dev.livevars.wire.v1.WatchVariablesResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A recorded history as JSON lines; the package says what they look like. */
public final class HistoryFile {
  private static final String DEFAULT_SESSION = "default";

  private final List<ChangeSet> committed = new ArrayList<>();
  private final Map<String, List<Event>> watchers = new LinkedHashMap<>();
  private final Map<String, EventLines> reading = new LinkedHashMap<>();

  /** All change sets of the session. */
  public List<ChangeSet> committed() {
    return committed;
  }

  /** What each watcher received. */
  public Map<String, List<Event>> watchers() {
    return watchers;
  }

  /** What the checker says of it. */
  public List<String> violations() {
    HistoryChecker checker = new HistoryChecker(committed);
    watchers.forEach(checker::check);
    return checker.violations();
  }

  /** Takes in a line, which must be one of those that the package tells of. */
  public void read(String line) {
    try {
      take(new JsonObject(line));
    } catch (RuntimeException | InvalidProtocolBufferException e) {
      throw new IllegalArgumentException(e.getMessage() + ": " + line, e);
    }
  }

  /** The lines. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    for (ChangeSet set : committed) {
      lines.add(new JsonObject().put("committed", json(ChangeWire.toWire(List.of(set)))).encode());
    }
    watchers.forEach(
        (who, events) -> events.forEach(event -> EventLines.write(who, event, lines::add)));
    return lines;
  }

  private void take(JsonObject line) throws InvalidProtocolBufferException {
    if (line.containsKey("committed")) {
      WatchChanges.Builder changes =
          parse(line.getJsonObject("committed"), WatchChanges.newBuilder());
      committed.addAll(ChangeWire.toModel(DEFAULT_SESSION, changes.build()));
      return;
    }
    String who = line.getString("watcher");
    List<Event> events = watchers.computeIfAbsent(who, w -> new ArrayList<>());
    EventLines lines = reading.computeIfAbsent(who, w -> new EventLines(DEFAULT_SESSION));
    if (line.containsKey("opened")) {
      var request = parse(line.getJsonObject("opened"), WatchVariablesRequest.newBuilder());
      events.add(
          new Event.Opened(
              WatchWire.toModel(DEFAULT_SESSION, request.build()),
              lacking(line.getJsonArray("lacking", new JsonArray()))));
    } else if (line.containsKey("received")) {
      var response = parse(line.getJsonObject("received"), WatchVariablesResponse.newBuilder());
      lines.read(response.build(), events::add);
    } else if (line.containsKey("settled")) {
      events.add(new Event.Settled(line.getLong("settled")));
    } else if (line.containsKey("released")) {
      events.add(new Event.Released());
    } else {
      throw new IllegalArgumentException("no line of a history");
    }
  }

  private static Lacking lacking(JsonArray names) {
    if (!List.of("previous_revision", "recreated", "nanoseconds").containsAll(names.getList())) {
      throw new IllegalArgumentException("unknown: lacking " + names);
    }
    return new Lacking(
        names.contains("previous_revision"),
        names.contains("recreated"),
        names.contains("nanoseconds"));
  }

  static JsonObject json(Message message) {
    try {
      return new JsonObject(JsonFormat.printer().print(message));
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException(e);
    }
  }

  private static <B extends Message.Builder> B parse(JsonObject json, B builder)
      throws InvalidProtocolBufferException {
    JsonFormat.parser().merge(json.encode(), builder);
    return builder;
  }
}
