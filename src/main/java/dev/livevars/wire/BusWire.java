package dev.livevars.wire;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.livevars.model.ChangeSet;
import dev.livevars.model.Claim;
import dev.livevars.model.Command;
import dev.livevars.model.FeedMessage;
import dev.livevars.model.LivevarsException;
import dev.livevars.model.Reason;
import dev.livevars.model.Reply;
import dev.livevars.model.VariableChange;
import dev.livevars.model.WatcherQuery;
import dev.livevars.wire.bus.v1.BusBeat;
import dev.livevars.wire.bus.v1.BusCommitted;
import dev.livevars.wire.bus.v1.BusEnded;
import dev.livevars.wire.bus.v1.BusMessage;
import java.util.List;
import java.util.Set;

/** What travels between the nodes of a cluster, as bytes and back, exactly. */
public final class BusWire {
  private BusWire() {}

  /**
   * A command, a query, a reply, a feed message or a single change as bytes.
   *
   * @throws IllegalArgumentException when it is something else, which never leaves its node
   */
  public static byte[] toBytes(Object body) {
    return toWire(body).toByteArray();
  }

  /**
   * What these bytes are.
   *
   * @throws LivevarsException INTERNAL when they are of a version that is not known here
   */
  public static Object toModel(byte[] bytes) {
    try {
      return toModel(BusMessage.parseFrom(bytes));
    } catch (InvalidProtocolBufferException e) {
      throw unknown(String.valueOf(e.getMessage()));
    }
  }

  private static BusMessage toWire(Object body) {
    BusMessage.Builder wire = BusMessage.newBuilder();
    if (body instanceof Command<?> command) {
      wire.setCommand(CommandWire.toWire(command));
    } else if (body instanceof Reply<?> reply && reply.error() != null) {
      wire.setError(ResultWire.toWire(reply.error()));
    } else if (body instanceof Reply<?> reply && reply.result() != null) {
      wire.setResult(ResultWire.toWire(reply.result()));
    } else if (body instanceof FeedMessage.Committed committed) {
      wire.setCommitted(
          BusCommitted.newBuilder()
              .setIncarnation(committed.incarnation())
              .addAllSets(committed.sets().stream().map(ResultWire::toWire).toList()));
    } else if (body instanceof FeedMessage.Beat beat) {
      wire.setBeat(
          BusBeat.newBuilder().setIncarnation(beat.incarnation()).setRevision(beat.revision()));
    } else if (body instanceof FeedMessage.Ended ended) {
      wire.setEnded(
          BusEnded.newBuilder()
              .setIncarnation(ended.incarnation())
              .setRevision(ended.revision())
              .setCause(ResultWire.toWire(ended.cause())));
    } else if (body instanceof Claim claim) {
      wire.getClaimBuilder().setMember(claim.member()).addAllShards(claim.shards());
    } else if (body instanceof WatcherQuery<?> query) {
      wire.setWatchers(WatcherWire.toWire(query));
    } else if (body instanceof VariableChange change) {
      wire.setChanged(
          ResultWire.toWire(new ChangeSet(change.session(), change.revision(), List.of(change))));
    } else {
      throw new IllegalArgumentException(body.getClass().getName() + " stays on its node");
    }
    return wire.build();
  }

  private static Object toModel(BusMessage wire) {
    return switch (wire.getBodyCase()) {
      case COMMAND -> CommandWire.toModel(wire.getCommand());
      case RESULT -> new Reply<>(ResultWire.toModel(wire.getResult()), null);
      case ERROR -> new Reply<>(null, ResultWire.toModel(wire.getError()));
      case COMMITTED ->
          new FeedMessage.Committed(
              wire.getCommitted().getIncarnation(),
              wire.getCommitted().getSetsList().stream().map(ResultWire::toModel).toList());
      case BEAT ->
          new FeedMessage.Beat(wire.getBeat().getIncarnation(), wire.getBeat().getRevision());
      case ENDED ->
          new FeedMessage.Ended(
              wire.getEnded().getIncarnation(),
              wire.getEnded().getRevision(),
              ResultWire.toModel(wire.getEnded().getCause()));
      case CHANGED -> ResultWire.toModel(wire.getChanged()).changes().get(0);
      case CLAIM ->
          new Claim(wire.getClaim().getMember(), Set.copyOf(wire.getClaim().getShardsList()));
      case WATCHERS -> WatcherWire.toModel(wire.getWatchers());
      case BODY_NOT_SET -> throw unknown("it is of no kind that is known here");
    };
  }

  private static LivevarsException unknown(String why) {
    return new LivevarsException(
        Reason.INTERNAL, "a message of another node cannot be read: " + why);
  }
}
