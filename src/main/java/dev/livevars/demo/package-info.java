/**
 * The demo: a node, a JVM side and a Python side that drive each other, and a check that nothing is
 * lost. For the commands only.
 */
@NullMarked
package dev.livevars.demo;

import org.jspecify.annotations.NullMarked;
