package dev.livevars.grpc;

import dev.livevars.model.Command.BatchGetResult;
import dev.livevars.model.Command.Cut;
import dev.livevars.model.Variable;
import dev.livevars.model.WatcherInfo;
import dev.livevars.wire.PageToken;
import dev.livevars.wire.VariableWire;
import dev.livevars.wire.WatcherWire;
import dev.livevars.wire.v1.BatchGetVariablesResponse;
import dev.livevars.wire.v1.ListVariablesResponse;
import dev.livevars.wire.v1.ListWatchersResponse;
import java.util.List;

/** Results as responses. */
final class Responses {
  /** Where a page of variables is cut short: half of what gRPC clients take by default. */
  private static final int PAGE_BYTES = 2 << 20;

  private Responses() {}

  static ListVariablesResponse toResponse(Cut cut) {
    ListVariablesResponse.Builder response =
        ListVariablesResponse.newBuilder().setRevision(cut.revision());
    List<Variable> variables = cut.variables();
    int bytes = 0;
    for (int i = 0; i < variables.size(); i++) {
      var wire = VariableWire.toWire(variables.get(i));
      bytes += wire.getSerializedSize();
      if (i > 0 && bytes > PAGE_BYTES) {
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
