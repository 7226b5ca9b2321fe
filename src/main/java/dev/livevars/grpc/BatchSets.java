package dev.livevars.grpc;

import dev.livevars.bus.Bus;
import dev.livevars.model.Command;
import dev.livevars.model.Command.BatchSetResult;
import dev.livevars.model.LivevarsException;
import dev.livevars.wire.StatusWire;
import dev.livevars.wire.ValueWire;
import dev.livevars.wire.VariableWire;
import dev.livevars.wire.v1.BatchSetVariablesRequest;
import dev.livevars.wire.v1.BatchSetVariablesResponse;
import dev.livevars.wire.v1.VariableUpdate;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A batch of sets. A value that cannot even be decoded is a bad update like any other: it fails an
 * atomic batch, whose other updates are then not checked, and is among the errors of another.
 */
final class BatchSets {
  private final List<Command.Update> updates = new ArrayList<>();
  private final Map<String, LivevarsException> errors = new LinkedHashMap<>();
  private final BatchSetVariablesRequest request;

  BatchSets(BatchSetVariablesRequest request) {
    this.request = request;
    request.getUpdatesList().forEach(this::decode);
  }

  Future<BatchSetVariablesResponse> execute(Bus bus) {
    if (request.getAtomic() && !errors.isEmpty()) {
      return Future.failedFuture(LivevarsException.ofBatch(errors, updates.size()));
    }
    return bus.request(
            new Command.BatchSet(
                Requests.session(request.getSession()),
                updates,
                request.getAtomic(),
                request.getMetadataMap(),
                request.getSource()))
        .map(this::response);
  }

  private void decode(VariableUpdate update) {
    try {
      updates.add(
          new Command.Update(
              update.getName(),
              ValueWire.toModel(update.getValue()),
              update.hasExpectedVersion() ? update.getExpectedVersion() : null));
    } catch (LivevarsException e) {
      errors.put(update.getName(), e.about(update.getName()));
    }
  }

  private BatchSetVariablesResponse response(BatchSetResult result) {
    BatchSetVariablesResponse.Builder response =
        BatchSetVariablesResponse.newBuilder().setRevision(result.revision());
    result.variables().forEach(variable -> response.addVariables(VariableWire.toWire(variable)));
    errors.putAll(result.errors());
    errors.forEach((name, error) -> response.putErrors(name, StatusWire.toUpdateError(error)));
    return response.build();
  }
}
