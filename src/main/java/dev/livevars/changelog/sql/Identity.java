package dev.livevars.changelog.sql;

import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * Which store this is; in PostgreSQL only.
 *
 * @param id is of no other store, also not of a copy with another name
 * @param shown where it is
 */
record Identity(String id, String shown) {
  private static final String READ =
      "SELECT id, current_database(), current_schema() FROM store WHERE one = 1";

  static Identity read(Dialect dialect, Statements sql) throws SQLException {
    return sql.query(READ, rows -> of(dialect, rows));
  }

  private static Identity of(Dialect dialect, ResultSet rows) throws SQLException {
    if (!rows.next()) {
      throw Refusals.damaged(dialect, "table store is empty");
    }
    String place = rows.getString(2) + "." + rows.getString(3);
    return new Identity(
        rows.getString(1) + " " + place, "%s (%s)".formatted(dialect.shown(), place));
  }
}
