package dev.livevars.grpc;

import dev.livevars.model.Command;
import dev.livevars.model.LivevarsException;
import dev.livevars.model.Names;
import dev.livevars.model.Reason;
import dev.livevars.model.Selectors;
import dev.livevars.model.Value;
import dev.livevars.wire.ConstraintsWire;
import dev.livevars.wire.PageToken;
import dev.livevars.wire.ValueWire;
import dev.livevars.wire.v1.BatchGetVariablesRequest;
import dev.livevars.wire.v1.DeleteVariableRequest;
import dev.livevars.wire.v1.GetVariableHistoryRequest;
import dev.livevars.wire.v1.GetVariableRequest;
import dev.livevars.wire.v1.ListVariablesRequest;
import dev.livevars.wire.v1.RegisterVariableRequest;
import dev.livevars.wire.v1.RollbackVariableRequest;
import dev.livevars.wire.v1.SetVariableRequest;
import dev.livevars.wire.v1.UpdateConstraintsRequest;

/** Requests as commands. What cannot be one is refused, naming the field. */
final class Requests {
  private static final int DEFAULT_PAGE = 1_000;
  private static final int MAX_PAGE = 10_000;
  private static final int DEFAULT_VERSIONS = 100;

  private Requests() {}

  /** The session of a request. */
  static String session(String requested) {
    return requested.isEmpty() ? Names.DEFAULT_SESSION : requested;
  }

  static Command.RegisterVariable toCommand(RegisterVariableRequest request) {
    Value value = ValueWire.toModel(request.getValue());
    return new Command.RegisterVariable(
        session(request.getSession()),
        request.getName(),
        value,
        ConstraintsWire.toModel(request.getType(), request.getConstraints(), value),
        request.getDescription(),
        request.getMetadataMap(),
        request.getIfAbsent(),
        request.getSource());
  }

  static Command.GetVariable toCommand(GetVariableRequest request) {
    return new Command.GetVariable(session(request.getSession()), request.getName());
  }

  static Command.SetVariable toCommand(SetVariableRequest request) {
    return new Command.SetVariable(
        session(request.getSession()),
        request.getName(),
        ValueWire.toModel(request.getValue()),
        request.getMetadataMap(),
        request.getSource(),
        request.hasExpectedVersion() ? request.getExpectedVersion() : null);
  }

  static Command.UpdateConstraints toCommand(UpdateConstraintsRequest request) {
    return new Command.UpdateConstraints(
        session(request.getSession()),
        request.getName(),
        ConstraintsWire.toModel(request.getConstraints()),
        request.getSource());
  }

  static Command.DeleteVariable toCommand(DeleteVariableRequest request) {
    return new Command.DeleteVariable(
        session(request.getSession()),
        request.getName(),
        request.hasExpectedVersion() ? request.getExpectedVersion() : null,
        request.getSource());
  }

  static Command.ListVariables toCommand(ListVariablesRequest request) {
    return new Command.ListVariables(
        session(request.getSession()),
        Selectors.parse(request.getSelectorsList()),
        pageSize(request.getPageSize(), DEFAULT_PAGE, MAX_PAGE),
        PageToken.name(request.getPageToken()));
  }

  static Command.BatchGet toCommand(BatchGetVariablesRequest request) {
    return new Command.BatchGet(session(request.getSession()), request.getNamesList());
  }

  static Command.GetHistory toCommand(GetVariableHistoryRequest request) {
    int limit = request.getLimit();
    return new Command.GetHistory(
        session(request.getSession()), request.getName(), limit == 0 ? DEFAULT_VERSIONS : limit);
  }

  static Command.Rollback toCommand(RollbackVariableRequest request) {
    return new Command.Rollback(
        session(request.getSession()),
        request.getName(),
        request.getToVersion(),
        request.getSource());
  }

  /** The size of a page: the usual one when none was asked for. */
  static int pageSize(int asked, int usual, int most) {
    if (asked < 0) {
      throw invalid("page_size", "is %d, but cannot be negative".formatted(asked));
    }
    return asked == 0 ? usual : Math.min(asked, most);
  }

  static LivevarsException invalid(String field, String why) {
    return new LivevarsException(Reason.INVALID_REQUEST, field + " " + why).with("field", field);
  }
}
