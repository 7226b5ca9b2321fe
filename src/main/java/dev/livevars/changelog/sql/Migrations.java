package dev.livevars.changelog.sql;

import dev.livevars.model.LivevarsException;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.CoreErrorCode;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationState;

/** Brings the tables of a store to what this Livevars knows. */
final class Migrations {
  /** Those of the tables that every store has. */
  static final String COMMON = "classpath:dev/livevars/changelog/sql";

  private Migrations() {}

  /**
   * Makes or changes the tables.
   *
   * @throws LivevarsException when a newer Livevars has changed them, or they are somebody else's
   */
  static void apply(Dialect dialect, DataSource source) throws SQLException {
    Flyway flyway =
        Flyway.configure(Migrations.class.getClassLoader())
            .dataSource(source)
            .locations(dialect.migrations().toArray(String[]::new))
            .table("livevars_schema")
            .placeholders(dialect.placeholders())
            .validateMigrationNaming(true)
            .cleanDisabled(true)
            .load();
    try {
      requireKnown(dialect, flyway.info().current());
      flyway.migrate();
    } catch (FlywayException e) {
      throw failure(dialect, e);
    }
  }

  private static void requireKnown(Dialect dialect, MigrationInfo current) {
    if (current != null && current.getState() == MigrationState.FUTURE_SUCCESS) {
      throw Refusals.unusable(
          dialect.shown(),
          "was written by a newer Livevars (version %s of its tables): start that one"
              .formatted(current.getVersion()));
    }
  }

  private static LivevarsException failure(Dialect dialect, FlywayException exception) {
    for (Throwable cause = exception; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException failed) {
        return dialect.failure(failed);
      }
    }
    boolean foreign =
        exception.getErrorCode() == CoreErrorCode.NON_EMPTY_SCHEMA_WITHOUT_SCHEMA_HISTORY_TABLE;
    return Refusals.unusable(
        dialect.shown(),
        foreign
            ? "has tables that Livevars did not make: name a schema of its own (?currentSchema=…)"
            : "has tables that are not as Livevars makes them: " + exception.getMessage());
  }
}
