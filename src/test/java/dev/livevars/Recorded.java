package dev.livevars;

import static org.assertj.core.api.Assertions.assertThat;

import dev.livevars.history.RecordingProvider;
import io.vertx.core.Vertx;

/** Variables whose watches are recorded, so that the history checker sees all of them. */
public final class Recorded {
  private final RecordingProvider provider;
  private final Variables variables;

  /** The same variables, on the same Vert.x, recorded. */
  public Recorded(Vertx vertx, Variables target) {
    this.provider = new RecordingProvider(target.provider());
    this.variables = new Variables(vertx, provider);
  }

  /** Those that are recorded. */
  public Variables variables() {
    return variables;
  }

  /** How often the watch of a label was live, each time over a connection of its own. */
  public long connections(String label) {
    return provider.connections(label);
  }

  /** Ends what is open and lets the checker look at all watches of the default session. */
  public void shouldKeepTheGuarantees(Variables local) {
    assertThat(provider.violations(local.provider())).isEmpty();
  }
}
