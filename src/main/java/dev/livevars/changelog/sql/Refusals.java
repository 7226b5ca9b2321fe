package dev.livevars.changelog.sql;

import dev.livevars.model.LivevarsException;
import dev.livevars.model.Reason;
import java.sql.SQLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The errors of a store, in the words of one store. */
final class Refusals {
  private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);

  private Refusals() {}

  /** It takes no writes or cannot be read for now. */
  static LivevarsException unavailable(String store, String why) {
    return new LivevarsException(
        Reason.STORE_UNAVAILABLE, "%s cannot be used: %s".formatted(store, why));
  }

  /** Somebody has to look at it. */
  static LivevarsException unusable(String store, String why) {
    return new LivevarsException(Reason.STORE_UNUSABLE, store + " " + why);
  }

  /** Some of it cannot be read. */
  static LivevarsException damaged(Dialect dialect, String what) {
    return unusable(dialect.shown(), "is damaged: %s; %s".formatted(what, dialect.remedy()));
  }

  /** What an exception of the driver, or of anything on the way to it, means. */
  static LivevarsException of(Dialect dialect, Exception exception) {
    if (exception instanceof SQLException failed) {
      return dialect.failure(failed);
    } else if (exception instanceof LivevarsException refused) {
      return refused;
    }
    LOG.error("the store failed in a way that is not foreseen", exception);
    return unavailable(dialect.shown(), exception.toString());
  }
}
