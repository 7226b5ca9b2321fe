package dev.livevars.peers;

import java.util.function.LongConsumer;

/** Hands what watchers receive to the measurement of the moment, so that watches stay open. */
final class Relay {
  private volatile LongConsumer receiver = number -> {};

  void to(LongConsumer next) {
    receiver = next;
  }

  void receive(String value) {
    receiver.accept(Numbered.number(value));
  }
}
