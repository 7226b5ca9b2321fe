/**
 * A watcher and what it is made of: the feed cursor, the bounded buffer, the way to its sink, and
 * what is asked of an observer. Plain objects confined to one thread; time is injected.
 */
@NullMarked
package dev.livevars.watch;

import org.jspecify.annotations.NullMarked;
