/** The commands of {@code java -jar livevars.jar}, and a node as a process. For Main only. */
@NullMarked
package dev.livevars.cli;

import org.jspecify.annotations.NullMarked;
