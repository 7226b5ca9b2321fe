package dev.livevars.demo;

import dev.livevars.Variables;
import dev.livevars.WatchOptions;
import dev.livevars.model.Variable;
import dev.livevars.model.VariableChange;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;

/**
 * The JVM side: turns the temperature into {@code heating.mode} and receives the {@code
 * heating.power} that Python makes of it.
 */
final class HeatingVerticle extends VerticleBase {
  static final String MODE = "heating.mode";
  static final String POWER = "heating.power";

  private final Tally tally = new Tally();
  private final Latency latency = new Latency();
  private final Latency roundTrip = new Latency();
  private final SentTimes sent;
  private Future<?> setting = Future.succeededFuture();
  private String mode = "off";

  HeatingVerticle(SentTimes sent) {
    this.sent = sent;
  }

  @Override
  public Future<?> start() {
    Variables variables = Variables.local(vertx).withSource("thermostat");
    return variables.watch(
        WatchOptions.of("outdoor.*", "heating.*").includeInitial(true).label("thermostat"),
        change -> received(variables, change));
  }

  Tally tally() {
    return tally;
  }

  /** From the set call to this handler, for the weather. */
  Latency latency() {
    return latency;
  }

  /** From the set call of a wind to the handler of the power that Python made of it. */
  Latency roundTrip() {
    return roundTrip;
  }

  /** Completed when every mode is set; to be asked when the weather has ended. */
  Future<?> settled() {
    Future<?> last = setting;
    return last.compose(set -> last == setting ? Future.succeededFuture() : settled());
  }

  private void received(Variables variables, VariableChange change) {
    tally.add(change);
    record(latency, change.name(), change.lastVersion());
    if (change.name().equals(POWER)) {
      String wind = change.metadata().getOrDefault("wind_version", "0");
      record(roundTrip, Weather.WIND, Long.parseLong(wind));
    }
    Variable variable = change.variable();
    if (variable != null && change.name().equals(Weather.TEMPERATURE)) {
      heat(variables, modeFor((Double) variable.value().plain()));
    }
  }

  private void heat(Variables variables, String wanted) {
    if (!wanted.equals(mode)) {
      mode = wanted;
      setting = setting.compose(before -> variables.set(MODE, wanted));
    }
  }

  private static String modeFor(double celsius) {
    if (celsius >= 15) {
      return "off";
    }
    return celsius >= 8 ? "low" : "high";
  }

  private void record(Latency into, String name, long version) {
    Long start = sent.get(name, version);
    if (start != null) {
      into.recordSince(start);
    }
  }
}
