package dev.livevars.peers;

/**
 * How long to measure, in seconds.
 *
 * @param warmUp before each measurement at a rate
 * @param latency one rate with one watcher
 * @param shortly one figure of fan-out or sets, and the warm-up of those
 * @param idle watchers of which nothing happens
 */
record Plan(int warmUp, int latency, int shortly, int idle) {
  static Plan usual() {
    return new Plan(5, 10, 4, 10);
  }

  static Plan quick() {
    return new Plan(1, 2, 1, 2);
  }
}
