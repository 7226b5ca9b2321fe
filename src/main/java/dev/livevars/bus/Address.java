package dev.livevars.bus;

import dev.livevars.model.Claim;
import dev.livevars.model.Command;
import dev.livevars.model.FeedMessage;
import dev.livevars.model.VariableChange;
import dev.livevars.model.WatcherQuery;

/**
 * An event-bus address and the class of what is sent there.
 *
 * @param name the address as the event bus has it
 * @param <T> the class of the message bodies
 */
@SuppressWarnings("UnusedTypeParameter") // it is what ties a body to its address
public record Address<T>(String name) {
  /** Where a member of the cluster takes commands for the shards that it owns. */
  public static Address<Command<?>> owner(String member) {
    return new Address<>("livevars.owner." + member);
  }

  /** Where a member of the cluster says which store it serves. */
  static Address<Void> store(String member) {
    return new Address<>("livevars.store." + member);
  }

  /** Where owners say what they own. */
  static Address<Claim> claims() {
    return new Address<>("livevars.claims");
  }

  /** Where the owner of a session publishes what it committed. */
  public static Address<FeedMessage> feed(String session) {
    return new Address<>("livevars.feed." + session);
  }

  /** Where each change of one variable is published for plain consumers. */
  public static Address<VariableChange> changed(String session, String variable) {
    return new Address<>("livevars.changed." + session + "." + variable);
  }

  /** Where the observer of a member of the cluster is asked about its watchers. */
  public static Address<WatcherQuery<?>> watchers(String member) {
    return new Address<>("livevars.watchers." + member);
  }

  /** Where this node's observer takes requests; they never leave the JVM. */
  public static <T> Address<T> observer() {
    return new Address<>("livevars.observer");
  }
}
