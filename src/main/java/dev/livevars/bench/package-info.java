/**
 * Measures a node on this machine: what a delivery costs, how long a change takes, how it fans out.
 * Used by the command line alone.
 */
@NullMarked
package dev.livevars.bench;

import org.jspecify.annotations.NullMarked;
