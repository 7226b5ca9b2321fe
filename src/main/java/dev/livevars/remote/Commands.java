package dev.livevars.remote;

import dev.livevars.model.Command;
import dev.livevars.model.Command.BatchGetResult;
import dev.livevars.model.Command.BatchSetResult;
import dev.livevars.model.Command.Cut;
import dev.livevars.model.Command.SetResult;
import dev.livevars.model.HistoricValue;
import dev.livevars.model.LivevarsException;
import dev.livevars.model.Reason;
import dev.livevars.model.Session;
import dev.livevars.model.Variable;
import dev.livevars.wire.HistoryWire;
import dev.livevars.wire.RequestWire;
import dev.livevars.wire.StatusWire;
import dev.livevars.wire.VariableWire;
import dev.livevars.wire.v1.BatchGetVariablesResponse;
import dev.livevars.wire.v1.BatchSetVariablesResponse;
import dev.livevars.wire.v1.DeleteVariableResponse;
import dev.livevars.wire.v1.GetVariableHistoryResponse;
import dev.livevars.wire.v1.GetVariableResponse;
import dev.livevars.wire.v1.ListVariablesResponse;
import dev.livevars.wire.v1.RegisterVariableResponse;
import dev.livevars.wire.v1.RollbackVariableResponse;
import dev.livevars.wire.v1.SetVariableResponse;
import dev.livevars.wire.v1.UpdateConstraintsResponse;
import io.vertx.core.Future;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Commands as calls of rpcs. */
final class Commands {
  private final Rpcs rpcs;
  private final SessionCommands sessions;

  Commands(Rpcs rpcs) {
    this.rpcs = rpcs;
    this.sessions = new SessionCommands(rpcs);
  }

  @SuppressWarnings("unchecked") // each command names the class of its answer
  <R> Future<R> execute(Command.OfSession<R> command) {
    return (Future<R>) dispatch(command);
  }

  /** Reads sessions after an id. */
  Future<List<Session>> listSessions(String after, int limit) {
    return sessions.list(after, limit);
  }

  private Future<?> dispatch(Command<?> command) {
    if (command instanceof Command.SetVariable set) {
      return rpcs.call("SetVariable", RequestWire.of(set), SetVariableResponse.parser())
          .map(Commands::result);
    } else if (command instanceof Command.GetVariable get) {
      return rpcs.read("GetVariable", RequestWire.of(get), GetVariableResponse.parser())
          .map(response -> VariableWire.toModel(response.getVariable()));
    } else if (command instanceof Command.RegisterVariable register) {
      return rpcs.call(
              "RegisterVariable", RequestWire.of(register), RegisterVariableResponse.parser())
          .map(response -> VariableWire.toModel(response.getVariable()));
    } else if (command instanceof Command.UpdateConstraints update) {
      return rpcs.call(
              "UpdateConstraints", RequestWire.of(update), UpdateConstraintsResponse.parser())
          .map(response -> VariableWire.toModel(response.getVariable()));
    } else if (command instanceof Command.DeleteVariable delete) {
      return rpcs.call("DeleteVariable", RequestWire.of(delete), DeleteVariableResponse.parser())
          .map(DeleteVariableResponse::getRevision);
    }
    return dispatchSeveral(command);
  }

  private Future<?> dispatchSeveral(Command<?> command) {
    if (command instanceof Command.ListVariables list) {
      return rpcs.read("ListVariables", RequestWire.of(list), ListVariablesResponse.parser())
          .map(Commands::result);
    } else if (command instanceof Command.BatchGet get) {
      return rpcs.read("BatchGetVariables", RequestWire.of(get), BatchGetVariablesResponse.parser())
          .map(Commands::result);
    } else if (command instanceof Command.BatchSet set) {
      return rpcs.call("BatchSetVariables", RequestWire.of(set), BatchSetVariablesResponse.parser())
          .map(Commands::result);
    } else if (command instanceof Command.GetHistory get) {
      return rpcs.read(
              "GetVariableHistory", RequestWire.of(get), GetVariableHistoryResponse.parser())
          .map(Commands::result);
    } else if (command instanceof Command.Rollback rollback) {
      return rpcs.call(
              "RollbackVariable", RequestWire.of(rollback), RollbackVariableResponse.parser())
          .map(response -> VariableWire.toModel(response.getVariable()));
    }
    return dispatchOfSessions(command);
  }

  private Future<?> dispatchOfSessions(Command<?> command) {
    if (command instanceof Command.CreateSession create) {
      return sessions.create(create);
    } else if (command instanceof Command.GetSession get) {
      return sessions.get(get);
    } else if (command instanceof Command.KeepAlive keep) {
      return sessions.keepAlive(keep);
    } else if (command instanceof Command.DeleteSession delete) {
      return sessions.delete(delete);
    }
    return Future.failedFuture(
        new LivevarsException(
            Reason.INVALID_REQUEST,
            "%s is not served over gRPC".formatted(command.getClass().getSimpleName())));
  }

  private static SetResult result(SetVariableResponse response) {
    return new SetResult(VariableWire.toModel(response.getVariable()), response.getChanged());
  }

  private static Cut result(ListVariablesResponse response) {
    return new Cut(
        variables(response.getVariablesList()),
        response.getRevision(),
        !response.getNextPageToken().isEmpty());
  }

  private static BatchGetResult result(BatchGetVariablesResponse response) {
    return new BatchGetResult(
        variables(response.getVariablesList()),
        List.copyOf(response.getMissingList()),
        response.getRevision());
  }

  private static BatchSetResult result(BatchSetVariablesResponse response) {
    Map<String, LivevarsException> errors = new LinkedHashMap<>();
    response.getErrorsMap().forEach((name, error) -> errors.put(name, StatusWire.toModel(error)));
    return new BatchSetResult(
        variables(response.getVariablesList()), errors, response.getRevision());
  }

  private static List<HistoricValue> result(GetVariableHistoryResponse response) {
    return response.getValuesList().stream().map(HistoryWire::toModel).toList();
  }

  private static List<Variable> variables(List<dev.livevars.wire.v1.Variable> variables) {
    return variables.stream().map(VariableWire::toModel).toList();
  }
}
