/**
 * The changelog in a database: SQLite in a file or PostgreSQL, one writer that commits in groups
 * and a few readers. Only what wires the program uses it, and sees no more than {@link
 * dev.livevars.changelog.sql.SqlChangelog} and its settings.
 */
@NullMarked
package dev.livevars.changelog.sql;

import org.jspecify.annotations.NullMarked;
