/**
 * Values, types, constraints, variables and their changes, as immutable data. Every other room may
 * use it; it uses only the JDK and RE2/J.
 */
@NullMarked
package dev.livevars.model;

import org.jspecify.annotations.NullMarked;
