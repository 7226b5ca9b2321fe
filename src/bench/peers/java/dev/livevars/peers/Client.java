package dev.livevars.peers;

import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** One connection to a server. Safe for any thread; nothing blocks but {@link #close}. */
public interface Client extends AutoCloseable {

  /** Brings a value into being; completed when it is there. */
  default CompletableFuture<?> declare(String name, String value) {
    return set(name, value);
  }

  /** Sets a value; completed when the server acknowledges it. */
  CompletableFuture<?> set(String name, String value);

  /**
   * Watches a value; completed when every set from then on will be received. The receiver is called
   * by one thread at a time.
   */
  CompletableFuture<?> watch(String name, Consumer<String> receiver);

  /** How many changes were not received by themselves, as others stood for them. */
  default long merged() {
    return 0;
  }
}
