package dev.livevars.ops;

import dev.livevars.model.WatcherInfo;
import dev.livevars.model.WatcherTotals;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.spi.VertxMetricsFactory;
import io.vertx.micrometer.Label;
import io.vertx.micrometer.MetricsDomain;
import io.vertx.micrometer.MicrometerMetricsFactory;
import io.vertx.micrometer.MicrometerMetricsOptions;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** The meters of a node. Safe for any thread. */
public final class Meters {
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

  private volatile Map<WatcherInfo.Kind, WatcherTotals> watchers = Map.of();

  /** Meters without a measurement. */
  public Meters() {
    for (WatcherInfo.Kind kind : WatcherInfo.Kind.values()) {
      addWatchers(kind);
    }
  }

  /** Where meters are added. */
  public MeterRegistry registry() {
    return registry;
  }

  /** What Vert.x must be made with to be measured. */
  public VertxMetricsFactory factory() {
    return new MicrometerMetricsFactory(registry);
  }

  /**
   * What of Vert.x is measured. Every tag has few values: none is a name or an address, and not the
   * method of a request either, which clients choose freely. The event bus is left out, since its
   * meters carry addresses.
   */
  public static MicrometerMetricsOptions options() {
    return new MicrometerMetricsOptions()
        .setEnabled(true)
        .setJvmMetricsEnabled(true)
        .addDisabledMetricsCategory(MetricsDomain.EVENT_BUS)
        .setLabels(EnumSet.of(Label.HTTP_CODE, Label.POOL_TYPE, Label.POOL_NAME));
  }

  /** How the watchers fare now. */
  void watchers(Map<WatcherInfo.Kind, WatcherTotals> measured) {
    watchers = Map.copyOf(measured);
  }

  private void addWatchers(WatcherInfo.Kind kind) {
    Tags tags = Tags.of("kind", kind.name().toLowerCase(Locale.ROOT));
    gauge("livevars.watchers", "Watchers that are open", tags, kind, WatcherTotals::watchers);
    gauge(
        "livevars.watch.pending",
        "Changes that wait for watchers",
        tags,
        kind,
        WatcherTotals::pending);
    gauge(
        "livevars.watch.lag.revisions",
        "Revisions that the watcher furthest behind is behind",
        tags,
        kind,
        WatcherTotals::lagRevisions);
    gauge(
        "livevars.watch.lag.seconds",
        "How long the oldest change has waited",
        tags,
        kind,
        totals -> totals.lagMillis() / 1e3);
    counter(
        "livevars.watch.delivered",
        "Changes handed to watchers",
        tags,
        kind,
        WatcherTotals::delivered);
    counter(
        "livevars.watch.filtered",
        "Changes that filters held back",
        tags,
        kind,
        WatcherTotals::filtered);
    counter(
        "livevars.watch.conflated",
        "Changes merged into others, or vanished so",
        tags,
        kind,
        WatcherTotals::conflated);
    counter(
        "livevars.watch.filter.failures",
        "Changes for which an expression had no answer",
        tags,
        kind,
        WatcherTotals::filterFailures);
  }

  private void gauge(
      String name,
      String help,
      Tags tags,
      WatcherInfo.Kind kind,
      ToDoubleFunction<WatcherTotals> value) {
    Gauge.builder(name, () -> value.applyAsDouble(of(kind)))
        .description(help)
        .tags(tags)
        .register(registry);
  }

  private void counter(
      String name,
      String help,
      Tags tags,
      WatcherInfo.Kind kind,
      ToDoubleFunction<WatcherTotals> value) {
    FunctionCounter.builder(name, this, meters -> value.applyAsDouble(meters.of(kind)))
        .description(help)
        .tags(tags)
        .register(registry);
  }

  private WatcherTotals of(WatcherInfo.Kind kind) {
    return watchers.getOrDefault(kind, WatcherTotals.NONE);
  }

  /** All meters in the text format of Prometheus. */
  String scrape() {
    return registry.scrape();
  }
}
