package dev.livevars.cli;

import dev.livevars.Sessions;
import dev.livevars.model.Session;
import dev.livevars.text.Cell;
import dev.livevars.text.ModelJson;
import dev.livevars.text.TextTable;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Reads and makes sessions. */
@Command(
    name = "sessions",
    description = "Read all sessions; a command below makes, reads, renews or deletes one.")
final class SessionsCommand implements Runnable {
  @Mixin private NodeClient client;

  @Override
  public void run() {
    print(call(Sessions::list));
  }

  @Command(name = "create", description = "Make a session; without an ID it gets a random one.")
  void create(
      @Parameters(paramLabel = "ID", arity = "0..1", description = "Letters, digits and ._-")
          @Nullable String id,
      @Option(
              names = "--ttl",
              paramLabel = "DURATION",
              converter = DurationConverter.class,
              description =
                  "How long it lives after it was last used, such as 30s (default: for ever).")
          @Nullable Duration ttl,
      @Option(
              names = {"--metadata", "--meta"},
              paramLabel = "KEY=VALUE",
              description = "For programs; may repeat.")
          @Nullable Map<String, String> metadata) {
    Map<String, String> given = metadata == null ? Map.of() : metadata;
    String named = id == null ? Sessions.newId() : id;
    printOne(sessions -> sessions.create(named, ttl, given));
  }

  @Command(name = "get", description = "Read a session.")
  void get(@Parameters(paramLabel = "ID", description = "The id.") String id) {
    printOne(sessions -> sessions.get(id));
  }

  @Command(name = "keep-alive", description = "Prolong a session's life by its time to live.")
  void keepAlive(@Parameters(paramLabel = "ID", description = "The id.") String id) {
    printOne(sessions -> sessions.keepAlive(id));
  }

  @Command(name = "delete", description = "Delete a session, its variables and its watches.")
  void delete(@Parameters(paramLabel = "ID", description = "The id.") String id) {
    call(sessions -> sessions.delete(id));
    if (client.json()) {
      client.printJson(line -> line.field("id", id));
    } else {
      client.out().println("deleted session " + id);
    }
  }

  private <T> T call(Function<Sessions, Future<T>> call) {
    return client.call(variables -> call.apply(variables.sessions()));
  }

  private void printOne(Function<Sessions, Future<Session>> call) {
    print(List.of(call(call)));
  }

  private void print(List<Session> sessions) {
    if (client.json()) {
      sessions.forEach(session -> client.printJson(ModelJson.of(session)));
      return;
    }
    TextTable table =
        new TextTable(
            "ID", "TTL", "REVISION", "VARIABLES", "WATCHERS", "CREATED", "EXPIRES", "METADATA");
    sessions.forEach(session -> add(table, session));
    table.lines().forEach(client.out()::println);
  }

  private static void add(TextTable table, Session session) {
    table.add(
        session.id(),
        Cell.of(session.ttl()),
        String.valueOf(session.revision()),
        String.valueOf(session.variableCount()),
        String.valueOf(session.watcherCount()),
        Cell.of(session.createdAt()),
        session.expiresAt() == null ? "-" : Cell.of(session.expiresAt()),
        Cell.of(session.metadata()));
  }
}
