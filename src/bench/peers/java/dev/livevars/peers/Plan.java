package dev.livevars.peers;

/**
 * How long to measure, in seconds.
 *
 * @param warmUp before sets, before latencies, at each of their rates, before fan-out flat out, and
 *     until idle watchers settle
 * @param latency one rate
 * @param shortly fan-out flat out, and sets
 * @param idle watchers to whom nothing happens
 */
record Plan(int warmUp, int latency, int shortly, int idle) {
  static Plan usual() {
    return new Plan(15, 10, 4, 10);
  }

  static Plan quick() {
    return new Plan(1, 2, 1, 2);
  }
}
