package dev.livevars.bus;

import dev.livevars.model.Command;
import dev.livevars.model.FeedMessage;
import dev.livevars.model.Shards;
import dev.livevars.model.VariableChange;

/**
 * An event-bus address and the class of what is sent there.
 *
 * @param name the address as the event bus has it
 * @param <T> the class of the message bodies
 */
@SuppressWarnings("UnusedTypeParameter") // it is what ties a body to its address
public record Address<T>(String name) {
  /** Where the owner of a session's shard takes commands. */
  public static Address<Command<?>> commands(String session) {
    return shard(Shards.of(session));
  }

  /** Where the owner of a shard takes commands. */
  public static Address<Command<?>> shard(int shard) {
    return new Address<>("livevars.shard." + shard);
  }

  /** Where the owner of a session publishes what it committed. */
  public static Address<FeedMessage> feed(String session) {
    return new Address<>("livevars.feed." + session);
  }

  /** Where each change of one variable is published for plain consumers. */
  public static Address<VariableChange> changed(String session, String variable) {
    return new Address<>("livevars.changed." + session + "." + variable);
  }

  /** Where this node's observer takes requests; they never leave the JVM. */
  public static <T> Address<T> observer() {
    return new Address<>("livevars.observer");
  }
}
