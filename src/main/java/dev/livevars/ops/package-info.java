/** What operators ask a node over HTTP: health, readiness, metrics. For the commands only. */
@NullMarked
package dev.livevars.ops;

import org.jspecify.annotations.NullMarked;
