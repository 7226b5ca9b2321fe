package dev.livevars.wire;

import com.google.protobuf.ByteString;
import dev.livevars.model.ChangeSet;
import dev.livevars.model.Command;
import dev.livevars.model.HistoricValue;
import dev.livevars.model.LivevarsException;
import dev.livevars.model.Reason;
import dev.livevars.model.ServedStore;
import dev.livevars.model.Session;
import dev.livevars.model.Variable;
import dev.livevars.model.WatcherInfo;
import dev.livevars.wire.bus.v1.BusBatchSet;
import dev.livevars.wire.bus.v1.BusChangeSet;
import dev.livevars.wire.bus.v1.BusCounts;
import dev.livevars.wire.bus.v1.BusCut;
import dev.livevars.wire.bus.v1.BusError;
import dev.livevars.wire.bus.v1.BusFeedSlice;
import dev.livevars.wire.bus.v1.BusFollowing;
import dev.livevars.wire.bus.v1.BusResult;
import dev.livevars.wire.bus.v1.BusSessions;
import dev.livevars.wire.bus.v1.BusUpdateError;
import dev.livevars.wire.v1.BatchGetVariablesResponse;
import dev.livevars.wire.v1.GetVariableHistoryResponse;
import dev.livevars.wire.v1.ListWatchersResponse;
import dev.livevars.wire.v1.SetVariableResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The answers to commands, and refusals, between nodes. */
final class ResultWire {
  private ResultWire() {}

  static BusResult toWire(Object result) {
    BusResult.Builder wire = BusResult.newBuilder();
    if (result instanceof Command.SetResult set) {
      return wire.setSet(
              SetVariableResponse.newBuilder()
                  .setVariable(VariableWire.toWire(set.variable()))
                  .setChanged(set.changed()))
          .build();
    } else if (result instanceof Variable variable) {
      return wire.setVariable(VariableWire.toWire(variable)).build();
    } else if (result instanceof Session session) {
      return wire.setSession(SessionWire.toWire(session)).build();
    } else if (result instanceof Long revision) {
      return wire.setRevision(revision).build();
    } else if (result instanceof Boolean done) {
      return wire.setDone(done).build();
    } else if (result instanceof List<?> list) {
      return toWire(list, wire);
    } else if (result instanceof Map<?, ?> counts) {
      BusCounts.Builder several = wire.getCountsBuilder();
      counts.forEach((session, count) -> several.putCounts((String) session, (Integer) count));
      return wire.build();
    }
    return toWireOfSeveral(result, wire);
  }

  private static BusResult toWireOfSeveral(Object result, BusResult.Builder wire) {
    if (result instanceof Command.Cut cut) {
      BusCut.Builder several = wire.getCutBuilder().setRevision(cut.revision()).setMore(cut.more());
      cut.variables().forEach(each -> several.addVariables(VariableWire.toWire(each)));
    } else if (result instanceof Command.BatchGetResult got) {
      BatchGetVariablesResponse.Builder several =
          wire.getBatchGetBuilder().addAllMissing(got.missing()).setRevision(got.revision());
      got.variables().forEach(each -> several.addVariables(VariableWire.toWire(each)));
    } else if (result instanceof Command.BatchSetResult set) {
      BusBatchSet.Builder several = wire.getBatchSetBuilder().setRevision(set.revision());
      set.variables().forEach(each -> several.addVariables(VariableWire.toWire(each)));
      set.errors()
          .forEach(
              (name, error) ->
                  several.addErrors(
                      BusUpdateError.newBuilder().setName(name).setError(toWire(error))));
    } else if (result instanceof Command.FeedSlice slice) {
      BusFeedSlice.Builder several =
          wire.getSliceBuilder().setRevision(slice.revision()).setIncarnation(slice.incarnation());
      slice.sets().forEach(set -> several.addSets(toWire(set)));
    } else if (result instanceof Command.Following following) {
      BusFollowing.Builder where =
          wire.getFollowingBuilder()
              .setRevision(following.revision())
              .setIncarnation(following.incarnation());
      Present.ifSet(following.ttl(), ttl -> where.setTtl(TimeWire.toWire(ttl)));
    } else if (result instanceof ServedStore store) {
      wire.getStoreBuilder().setNode(store.node()).setId(store.id()).setShown(store.shown());
    } else {
      throw new IllegalArgumentException(result.toString());
    }
    return wire.build();
  }

  /** An empty one is the same of whatever. */
  private static BusResult toWire(List<?> list, BusResult.Builder wire) {
    if (!list.isEmpty() && list.get(0) instanceof HistoricValue) {
      GetVariableHistoryResponse.Builder history = wire.getHistoryBuilder();
      list.forEach(each -> history.addValues(HistoryWire.toWire((HistoricValue) each)));
    } else if (!list.isEmpty() && list.get(0) instanceof WatcherInfo) {
      ListWatchersResponse.Builder watchers = wire.getWatchersBuilder();
      list.forEach(each -> watchers.addWatchers(WatcherWire.toWire((WatcherInfo) each)));
    } else {
      BusSessions.Builder sessions = wire.getSessionsBuilder();
      list.forEach(each -> sessions.addSessions(SessionWire.toWire((Session) each)));
    }
    return wire.build();
  }

  static Object toModel(BusResult wire) {
    return switch (wire.getResultCase()) {
      case SESSION -> SessionWire.toModel(wire.getSession());
      case SESSIONS ->
          wire.getSessions().getSessionsList().stream().map(SessionWire::toModel).toList();
      case VARIABLE -> VariableWire.toModel(wire.getVariable());
      case SET ->
          new Command.SetResult(
              VariableWire.toModel(wire.getSet().getVariable()), wire.getSet().getChanged());
      case REVISION -> wire.getRevision();
      case CUT ->
          new Command.Cut(
              variables(wire.getCut().getVariablesList()),
              wire.getCut().getRevision(),
              wire.getCut().getMore());
      case BATCH_GET ->
          new Command.BatchGetResult(
              variables(wire.getBatchGet().getVariablesList()),
              List.copyOf(wire.getBatchGet().getMissingList()),
              wire.getBatchGet().getRevision());
      case BATCH_SET -> toModel(wire.getBatchSet());
      case HISTORY -> wire.getHistory().getValuesList().stream().map(HistoryWire::toModel).toList();
      case WATCHERS ->
          wire.getWatchers().getWatchersList().stream().map(WatcherWire::toModel).toList();
      case COUNTS -> Map.copyOf(wire.getCounts().getCountsMap());
      case SLICE -> toModel(wire.getSlice());
      case FOLLOWING -> {
        BusFollowing where = wire.getFollowing();
        yield new Command.Following(
            where.getRevision(),
            where.getIncarnation(),
            where.hasTtl() ? TimeWire.toModel("ttl", where.getTtl()) : null);
      }
      case DONE -> wire.getDone();
      case STORE ->
          new ServedStore(
              wire.getStore().getNode(), wire.getStore().getId(), wire.getStore().getShown());
      case RESULT_NOT_SET ->
          throw new LivevarsException(
              Reason.INTERNAL, "another node, of another version, sent an unknown answer");
    };
  }

  static BusChangeSet toWire(ChangeSet set) {
    return BusChangeSet.newBuilder()
        .setSession(set.session())
        .setRevision(set.revision())
        .setData(ByteString.copyFrom(StoredWire.toBytes(set)))
        .build();
  }

  static ChangeSet toModel(BusChangeSet set) {
    return StoredWire.toModel(set.getSession(), set.getRevision(), set.getData().toByteArray());
  }

  static BusError toWire(LivevarsException error) {
    return BusError.newBuilder()
        .setReason(error.reason().name())
        .setMessage(error.message())
        .putAllDetails(error.details())
        .build();
  }

  static LivevarsException toModel(BusError error) {
    return new LivevarsException(
        Reason.valueOf(error.getReason()), error.getMessage(), error.getDetailsMap());
  }

  private static Command.BatchSetResult toModel(BusBatchSet set) {
    Map<String, LivevarsException> errors = new LinkedHashMap<>();
    set.getErrorsList().forEach(each -> errors.put(each.getName(), toModel(each.getError())));
    return new Command.BatchSetResult(variables(set.getVariablesList()), errors, set.getRevision());
  }

  private static Command.FeedSlice toModel(BusFeedSlice slice) {
    return new Command.FeedSlice(
        slice.getSetsList().stream().map(ResultWire::toModel).toList(),
        slice.getRevision(),
        slice.getIncarnation());
  }

  private static List<Variable> variables(List<dev.livevars.wire.v1.Variable> variables) {
    return variables.stream().map(VariableWire::toModel).toList();
  }
}
