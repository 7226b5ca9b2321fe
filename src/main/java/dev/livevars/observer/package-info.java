/**
 * The node's watchers: a hub per event loop and session follows the feed for them, a registry
 * lists, stops and cleans them up. Other rooms reach it through the observer's address on the bus.
 */
@NullMarked
package dev.livevars.observer;

import org.jspecify.annotations.NullMarked;
