package dev.livevars.grpc;

import dev.livevars.model.Command.BatchGetResult;
import dev.livevars.model.Command.Cut;
import dev.livevars.model.HistoricValue;
import dev.livevars.model.Session;
import dev.livevars.model.Variable;
import dev.livevars.model.WatcherInfo;
import dev.livevars.wire.HistoryWire;
import dev.livevars.wire.PageToken;
import dev.livevars.wire.SessionWire;
import dev.livevars.wire.VariableWire;
import dev.livevars.wire.WatcherWire;
import dev.livevars.wire.v1.BatchGetVariablesResponse;
import dev.livevars.wire.v1.GetVariableHistoryResponse;
import dev.livevars.wire.v1.ListSessionsResponse;
import dev.livevars.wire.v1.ListVariablesResponse;
import dev.livevars.wire.v1.ListWatchersResponse;
import java.util.List;

/** Results as responses. */
final class Responses {
  private Responses() {}

  static ListVariablesResponse toResponse(Cut cut) {
    ListVariablesResponse.Builder response =
        ListVariablesResponse.newBuilder().setRevision(cut.revision());
    List<Variable> variables = cut.variables();
    PageRoom room = new PageRoom();
    for (int i = 0; i < variables.size(); i++) {
      var wire = VariableWire.toWire(variables.get(i));
      if (!room.takes(wire)) {
        return response.setNextPageToken(PageToken.after(variables.get(i - 1).name())).build();
      }
      response.addVariables(wire);
    }
    return cut.more()
        ? response
            .setNextPageToken(PageToken.after(variables.get(variables.size() - 1).name()))
            .build()
        : response.build();
  }

  /**
   * A page of sessions.
   *
   * @param found the sessions of the page, and one more if there is another page
   * @param size the most sessions of the page
   */
  static ListSessionsResponse toResponse(List<Session> found, int size) {
    ListSessionsResponse.Builder response = ListSessionsResponse.newBuilder();
    PageRoom room = new PageRoom();
    for (int i = 0; i < found.size(); i++) {
      var wire = SessionWire.toWire(found.get(i));
      if (i == size || !room.takes(wire)) {
        return response.setNextPageToken(PageToken.after(found.get(i - 1).id())).build();
      }
      response.addSessions(wire);
    }
    return response.build();
  }

  static GetVariableHistoryResponse toHistory(List<HistoricValue> versions) {
    GetVariableHistoryResponse.Builder response = GetVariableHistoryResponse.newBuilder();
    PageRoom room = new PageRoom();
    versions.stream()
        .map(HistoryWire::toWire)
        .takeWhile(room::takes)
        .forEachOrdered(response::addValues);
    return response.build();
  }

  static BatchGetVariablesResponse toResponse(BatchGetResult result) {
    BatchGetVariablesResponse.Builder response =
        BatchGetVariablesResponse.newBuilder()
            .addAllMissing(result.missing())
            .setRevision(result.revision());
    result.variables().forEach(variable -> response.addVariables(VariableWire.toWire(variable)));
    return response.build();
  }

  static ListWatchersResponse toResponse(List<WatcherInfo> watchers) {
    ListWatchersResponse.Builder response = ListWatchersResponse.newBuilder();
    watchers.forEach(watcher -> response.addWatchers(WatcherWire.toWire(watcher)));
    return response.build();
  }
}
