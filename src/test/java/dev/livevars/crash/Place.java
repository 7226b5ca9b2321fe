package dev.livevars.crash;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Where a node runs: on the loopback, or in a network namespace whose link can be cut.
 *
 * @param host its address
 * @param namespace empty on the loopback
 */
record Place(String host, String namespace) {

  static Place loopback() {
    return new Place("127.0.0.1", "");
  }

  /** What a command begins with to run there. */
  List<String> prefix() {
    return namespace.isEmpty() ? List.of() : List.of("ip", "netns", "exec", namespace);
  }

  boolean canBeCut() {
    return !namespace.isEmpty();
  }

  /** From now on it reaches nobody and nobody reaches it; nothing is told to anybody. */
  void cut() {
    iptables("-A", "INPUT", "!", "-i", "lo", "-j", "DROP");
    iptables("-A", "OUTPUT", "!", "-o", "lo", "-j", "DROP");
  }

  /** From now on nothing that it sends to a port elsewhere arrives. */
  void cutFrom(int port) {
    iptables("-A", "OUTPUT", "-p", "tcp", "--dport", Integer.toString(port), "-j", "DROP");
  }

  /** From now on this part of what comes is lost. */
  void lose(double part) {
    iptables(
        "-A",
        "INPUT",
        "!",
        "-i",
        "lo",
        "-m",
        "statistic",
        "--mode",
        "random",
        "--probability",
        Double.toString(part),
        "-j",
        "DROP");
  }

  /** All is well again. */
  void heal() {
    iptables("-F");
  }

  private void iptables(String... arguments) {
    List<String> command = new ArrayList<>(prefix());
    command.add("iptables");
    command.addAll(List.of(arguments));
    try {
      int code = new ProcessBuilder(command).inheritIO().start().onExit().join().exitValue();
      if (code != 0) {
        throw new AssertionError(command + " ended with " + code);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
