/** What makes change sets durable and gives them back. Used by the owner of a session alone. */
@NullMarked
package dev.livevars.changelog;

import org.jspecify.annotations.NullMarked;
