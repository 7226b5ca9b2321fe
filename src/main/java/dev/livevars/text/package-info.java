/**
 * Values, variables, changes, sessions and watchers as text: what people type, the tables they
 * read, the JSON lines that programs read and the files that sessions are kept in. For the commands
 * only.
 */
@NullMarked
package dev.livevars.text;

import org.jspecify.annotations.NullMarked;
