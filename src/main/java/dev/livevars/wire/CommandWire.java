package dev.livevars.wire;

import dev.livevars.model.Command;
import dev.livevars.model.LivevarsException;
import dev.livevars.model.Reason;
import dev.livevars.model.Selectors;
import dev.livevars.wire.bus.v1.BusCommand;
import dev.livevars.wire.bus.v1.BusListSessions;
import dev.livevars.wire.bus.v1.BusListVariables;
import dev.livevars.wire.bus.v1.BusReadFeed;
import dev.livevars.wire.v1.BatchSetVariablesRequest;
import dev.livevars.wire.v1.CreateSessionRequest;
import dev.livevars.wire.v1.DeleteVariableRequest;
import dev.livevars.wire.v1.RegisterVariableRequest;
import dev.livevars.wire.v1.RollbackVariableRequest;
import dev.livevars.wire.v1.SetVariableRequest;
import dev.livevars.wire.v1.UpdateConstraintsRequest;
import dev.livevars.wire.v1.VariableUpdate;
import java.util.List;

/** Commands between nodes. */
final class CommandWire {
  private CommandWire() {}

  static BusCommand toWire(Command<?> command) {
    BusCommand.Builder wire = BusCommand.newBuilder();
    if (command instanceof Command.SetVariable set) {
      return wire.setSetVariable(RequestWire.of(set)).build();
    } else if (command instanceof Command.GetVariable get) {
      return wire.setGetVariable(RequestWire.of(get)).build();
    } else if (command instanceof Command.RegisterVariable register) {
      return wire.setRegisterVariable(RequestWire.of(register)).build();
    } else if (command instanceof Command.UpdateConstraints update) {
      return wire.setUpdateConstraints(RequestWire.of(update)).build();
    } else if (command instanceof Command.DeleteVariable delete) {
      return wire.setDeleteVariable(RequestWire.of(delete)).build();
    } else if (command instanceof Command.GetHistory get) {
      return wire.setGetHistory(RequestWire.of(get)).build();
    } else if (command instanceof Command.Rollback rollback) {
      return wire.setRollback(RequestWire.of(rollback)).build();
    }
    return toWireOfSeveral(command, wire);
  }

  private static BusCommand toWireOfSeveral(Command<?> command, BusCommand.Builder wire) {
    if (command instanceof Command.BatchGet get) {
      return wire.setBatchGet(RequestWire.of(get)).build();
    } else if (command instanceof Command.BatchSet set) {
      return wire.setBatchSet(RequestWire.of(set)).build();
    } else if (command instanceof Command.ListVariables list) {
      return wire.setListVariables(
              BusListVariables.newBuilder()
                  .setSession(list.session())
                  .addAllSelectors(list.selectors().texts())
                  .setLimit(list.limit())
                  .setAfter(list.after()))
          .build();
    } else if (command instanceof Command.Follow follow) {
      return wire.setFollow(follow.session()).build();
    } else if (command instanceof Command.ReadFeed read) {
      return wire.setReadFeed(
              BusReadFeed.newBuilder()
                  .setSession(read.session())
                  .setFromRevision(read.fromRevision())
                  .setLimit(read.limit()))
          .build();
    }
    return toWireOfSessions(command, wire);
  }

  private static BusCommand toWireOfSessions(Command<?> command, BusCommand.Builder wire) {
    if (command instanceof Command.CreateSession create) {
      return wire.setCreateSession(RequestWire.of(create)).build();
    } else if (command instanceof Command.GetSession get) {
      return wire.setGetSession(RequestWire.of(get)).build();
    } else if (command instanceof Command.KeepAlive keep) {
      return wire.setKeepAlive(RequestWire.of(keep)).build();
    } else if (command instanceof Command.DeleteSession delete) {
      return wire.setDeleteSession(RequestWire.of(delete)).build();
    } else if (command instanceof Command.ListSessions list) {
      return wire.setListSessions(
              BusListSessions.newBuilder()
                  .setShard(list.shard())
                  .setAfter(list.after())
                  .setLimit(list.limit()))
          .build();
    }
    throw new IllegalArgumentException(command.toString());
  }

  static Command<?> toModel(BusCommand wire) {
    return switch (wire.getCommandCase()) {
      case CREATE_SESSION -> toModel(wire.getCreateSession());
      case GET_SESSION -> new Command.GetSession(wire.getGetSession().getId());
      case KEEP_ALIVE -> new Command.KeepAlive(wire.getKeepAlive().getId());
      case DELETE_SESSION -> new Command.DeleteSession(wire.getDeleteSession().getId());
      case LIST_SESSIONS -> {
        BusListSessions list = wire.getListSessions();
        yield new Command.ListSessions(list.getShard(), list.getAfter(), list.getLimit());
      }
      case REGISTER_VARIABLE -> toModel(wire.getRegisterVariable());
      case GET_VARIABLE ->
          new Command.GetVariable(
              wire.getGetVariable().getSession(), wire.getGetVariable().getName());
      case SET_VARIABLE -> toModel(wire.getSetVariable());
      case UPDATE_CONSTRAINTS -> toModel(wire.getUpdateConstraints());
      case DELETE_VARIABLE -> toModel(wire.getDeleteVariable());
      case LIST_VARIABLES -> toModel(wire.getListVariables());
      case BATCH_GET ->
          new Command.BatchGet(
              wire.getBatchGet().getSession(), List.copyOf(wire.getBatchGet().getNamesList()));
      case BATCH_SET -> toModel(wire.getBatchSet());
      case GET_HISTORY ->
          new Command.GetHistory(
              wire.getGetHistory().getSession(),
              wire.getGetHistory().getName(),
              wire.getGetHistory().getLimit());
      case ROLLBACK -> toModel(wire.getRollback());
      case FOLLOW -> new Command.Follow(wire.getFollow());
      case READ_FEED -> {
        BusReadFeed read = wire.getReadFeed();
        yield new Command.ReadFeed(read.getSession(), read.getFromRevision(), read.getLimit());
      }
      case COMMAND_NOT_SET ->
          throw new LivevarsException(
              Reason.INTERNAL, "another node, of another version, sent an unknown command");
    };
  }

  private static Command<?> toModel(CreateSessionRequest create) {
    return new Command.CreateSession(
        create.getId(),
        create.hasTtl() ? TimeWire.toModel("ttl", create.getTtl()) : null,
        create.getMetadataMap());
  }

  private static Command<?> toModel(RegisterVariableRequest register) {
    return new Command.RegisterVariable(
        register.getSession(),
        register.getName(),
        ValueWire.toModel(register.getValue()),
        ConstraintsWire.toModel(register.getConstraints()),
        register.getDescription(),
        register.getMetadataMap(),
        register.getIfAbsent(),
        register.getSource());
  }

  private static Command<?> toModel(SetVariableRequest set) {
    return new Command.SetVariable(
        set.getSession(),
        set.getName(),
        ValueWire.toModel(set.getValue()),
        set.getMetadataMap(),
        set.getSource(),
        Present.orNull(set.hasExpectedVersion(), set.getExpectedVersion()));
  }

  private static Command<?> toModel(UpdateConstraintsRequest update) {
    return new Command.UpdateConstraints(
        update.getSession(),
        update.getName(),
        ConstraintsWire.toModel(update.getConstraints()),
        update.getSource());
  }

  private static Command<?> toModel(DeleteVariableRequest delete) {
    return new Command.DeleteVariable(
        delete.getSession(),
        delete.getName(),
        Present.orNull(delete.hasExpectedVersion(), delete.getExpectedVersion()),
        delete.getSource());
  }

  private static Command<?> toModel(BusListVariables list) {
    return new Command.ListVariables(
        list.getSession(),
        Selectors.parse(list.getSelectorsList()),
        list.getLimit(),
        list.getAfter());
  }

  private static Command<?> toModel(BatchSetVariablesRequest set) {
    return new Command.BatchSet(
        set.getSession(),
        set.getUpdatesList().stream().map(CommandWire::toModel).toList(),
        set.getAtomic(),
        set.getMetadataMap(),
        set.getSource());
  }

  private static Command.Update toModel(VariableUpdate update) {
    return new Command.Update(
        update.getName(),
        ValueWire.toModel(update.getValue()),
        Present.orNull(update.hasExpectedVersion(), update.getExpectedVersion()));
  }

  private static Command<?> toModel(RollbackVariableRequest rollback) {
    return new Command.Rollback(
        rollback.getSession(), rollback.getName(), rollback.getToVersion(), rollback.getSource());
  }
}
