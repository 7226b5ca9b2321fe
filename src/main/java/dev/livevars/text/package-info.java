/**
 * Values, variables, changes and watchers as text: what people type, the tables they read and the
 * JSON lines that programs read. For the commands only.
 */
@NullMarked
package dev.livevars.text;

import org.jspecify.annotations.NullMarked;
