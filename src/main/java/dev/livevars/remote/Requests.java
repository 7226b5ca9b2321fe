package dev.livevars.remote;

import dev.livevars.model.Command;
import dev.livevars.wire.ConstraintsWire;
import dev.livevars.wire.PageToken;
import dev.livevars.wire.ValueWire;
import dev.livevars.wire.v1.BatchGetVariablesRequest;
import dev.livevars.wire.v1.BatchSetVariablesRequest;
import dev.livevars.wire.v1.DeleteVariableRequest;
import dev.livevars.wire.v1.GetVariableHistoryRequest;
import dev.livevars.wire.v1.GetVariableRequest;
import dev.livevars.wire.v1.ListVariablesRequest;
import dev.livevars.wire.v1.RegisterVariableRequest;
import dev.livevars.wire.v1.RollbackVariableRequest;
import dev.livevars.wire.v1.SetVariableRequest;
import dev.livevars.wire.v1.UpdateConstraintsRequest;
import dev.livevars.wire.v1.VariableUpdate;

/** Commands as requests. */
final class Requests {
  private Requests() {}

  static RegisterVariableRequest of(Command.RegisterVariable command) {
    return RegisterVariableRequest.newBuilder()
        .setSession(command.session())
        .setName(command.name())
        .setValue(ValueWire.toWire(command.value()))
        .setConstraints(ConstraintsWire.toWire(command.constraints()))
        .setDescription(command.description())
        .putAllMetadata(command.metadata())
        .setIfAbsent(command.ifAbsent())
        .setSource(command.source())
        .build();
  }

  static GetVariableRequest of(Command.GetVariable command) {
    return GetVariableRequest.newBuilder()
        .setSession(command.session())
        .setName(command.name())
        .build();
  }

  static SetVariableRequest of(Command.SetVariable command) {
    SetVariableRequest.Builder request =
        SetVariableRequest.newBuilder()
            .setSession(command.session())
            .setName(command.name())
            .setValue(ValueWire.toWire(command.value()))
            .putAllMetadata(command.metadata())
            .setSource(command.source());
    if (command.expectedVersion() != null) {
      request.setExpectedVersion(command.expectedVersion());
    }
    return request.build();
  }

  static UpdateConstraintsRequest of(Command.UpdateConstraints command) {
    return UpdateConstraintsRequest.newBuilder()
        .setSession(command.session())
        .setName(command.name())
        .setConstraints(ConstraintsWire.toWire(command.constraints()))
        .setSource(command.source())
        .build();
  }

  static DeleteVariableRequest of(Command.DeleteVariable command) {
    DeleteVariableRequest.Builder request =
        DeleteVariableRequest.newBuilder()
            .setSession(command.session())
            .setName(command.name())
            .setSource(command.source());
    if (command.expectedVersion() != null) {
      request.setExpectedVersion(command.expectedVersion());
    }
    return request.build();
  }

  static ListVariablesRequest of(Command.ListVariables command) {
    ListVariablesRequest.Builder request =
        ListVariablesRequest.newBuilder()
            .setSession(command.session())
            .addAllSelectors(command.selectors().texts())
            .setPageSize(command.limit());
    if (!command.after().isEmpty()) {
      request.setPageToken(PageToken.after(command.after()));
    }
    return request.build();
  }

  static BatchGetVariablesRequest of(Command.BatchGet command) {
    return BatchGetVariablesRequest.newBuilder()
        .setSession(command.session())
        .addAllNames(command.names())
        .build();
  }

  static BatchSetVariablesRequest of(Command.BatchSet command) {
    BatchSetVariablesRequest.Builder request =
        BatchSetVariablesRequest.newBuilder()
            .setSession(command.session())
            .setAtomic(command.atomic())
            .putAllMetadata(command.metadata())
            .setSource(command.source());
    command.updates().forEach(update -> request.addUpdates(of(update)));
    return request.build();
  }

  static GetVariableHistoryRequest of(Command.GetHistory command) {
    return GetVariableHistoryRequest.newBuilder()
        .setSession(command.session())
        .setName(command.name())
        .setLimit(command.limit())
        .build();
  }

  static RollbackVariableRequest of(Command.Rollback command) {
    return RollbackVariableRequest.newBuilder()
        .setSession(command.session())
        .setName(command.name())
        .setToVersion(command.toVersion())
        .setSource(command.source())
        .build();
  }

  private static VariableUpdate of(Command.Update update) {
    VariableUpdate.Builder wire =
        VariableUpdate.newBuilder()
            .setName(update.name())
            .setValue(ValueWire.toWire(update.value()));
    if (update.expectedVersion() != null) {
      wire.setExpectedVersion(update.expectedVersion());
    }
    return wire.build();
  }
}
