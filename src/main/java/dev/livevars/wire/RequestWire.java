package dev.livevars.wire;

import dev.livevars.model.Command;
import dev.livevars.wire.v1.BatchGetVariablesRequest;
import dev.livevars.wire.v1.BatchSetVariablesRequest;
import dev.livevars.wire.v1.CreateSessionRequest;
import dev.livevars.wire.v1.DeleteSessionRequest;
import dev.livevars.wire.v1.DeleteVariableRequest;
import dev.livevars.wire.v1.GetSessionRequest;
import dev.livevars.wire.v1.GetVariableHistoryRequest;
import dev.livevars.wire.v1.GetVariableRequest;
import dev.livevars.wire.v1.KeepAliveRequest;
import dev.livevars.wire.v1.ListVariablesRequest;
import dev.livevars.wire.v1.RegisterVariableRequest;
import dev.livevars.wire.v1.RollbackVariableRequest;
import dev.livevars.wire.v1.SetVariableRequest;
import dev.livevars.wire.v1.UpdateConstraintsRequest;
import dev.livevars.wire.v1.VariableUpdate;

/** Commands as requests. */
public final class RequestWire {
  private RequestWire() {}

  /** The command as a request. */
  public static RegisterVariableRequest of(Command.RegisterVariable command) {
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

  /** The command as a request. */
  public static GetVariableRequest of(Command.GetVariable command) {
    return GetVariableRequest.newBuilder()
        .setSession(command.session())
        .setName(command.name())
        .build();
  }

  /** The command as a request. */
  public static SetVariableRequest of(Command.SetVariable command) {
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

  /** The command as a request. */
  public static UpdateConstraintsRequest of(Command.UpdateConstraints command) {
    return UpdateConstraintsRequest.newBuilder()
        .setSession(command.session())
        .setName(command.name())
        .setConstraints(ConstraintsWire.toWire(command.constraints()))
        .setSource(command.source())
        .build();
  }

  /** The command as a request. */
  public static DeleteVariableRequest of(Command.DeleteVariable command) {
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

  /** The command as a request. */
  public static ListVariablesRequest of(Command.ListVariables command) {
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

  /** The command as a request. */
  public static BatchGetVariablesRequest of(Command.BatchGet command) {
    return BatchGetVariablesRequest.newBuilder()
        .setSession(command.session())
        .addAllNames(command.names())
        .build();
  }

  /** The command as a request. */
  public static BatchSetVariablesRequest of(Command.BatchSet command) {
    BatchSetVariablesRequest.Builder request =
        BatchSetVariablesRequest.newBuilder()
            .setSession(command.session())
            .setAtomic(command.atomic())
            .putAllMetadata(command.metadata())
            .setSource(command.source());
    command.updates().forEach(update -> request.addUpdates(of(update)));
    return request.build();
  }

  /** The command as a request. */
  public static GetVariableHistoryRequest of(Command.GetHistory command) {
    return GetVariableHistoryRequest.newBuilder()
        .setSession(command.session())
        .setName(command.name())
        .setLimit(command.limit())
        .build();
  }

  /** The command as a request. */
  public static RollbackVariableRequest of(Command.Rollback command) {
    return RollbackVariableRequest.newBuilder()
        .setSession(command.session())
        .setName(command.name())
        .setToVersion(command.toVersion())
        .setSource(command.source())
        .build();
  }

  /** The command as a request. */
  public static CreateSessionRequest of(Command.CreateSession command) {
    CreateSessionRequest.Builder request =
        CreateSessionRequest.newBuilder()
            .setId(command.session())
            .putAllMetadata(command.metadata());
    Present.ifSet(command.ttl(), ttl -> request.setTtl(TimeWire.toWire(ttl)));
    return request.build();
  }

  /** The command as a request. */
  public static GetSessionRequest of(Command.GetSession command) {
    return GetSessionRequest.newBuilder().setId(command.session()).build();
  }

  /** The command as a request. */
  public static KeepAliveRequest of(Command.KeepAlive command) {
    return KeepAliveRequest.newBuilder().setId(command.session()).build();
  }

  /** The command as a request. */
  public static DeleteSessionRequest of(Command.DeleteSession command) {
    return DeleteSessionRequest.newBuilder().setId(command.session()).build();
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
