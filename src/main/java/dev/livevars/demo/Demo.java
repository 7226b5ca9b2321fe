package dev.livevars.demo;

import dev.livevars.Livevars;
import dev.livevars.NodeOptions;
import dev.livevars.Variables;
import dev.livevars.demo.DemoResult.Side;
import dev.livevars.demo.Latency.Percentiles;
import dev.livevars.model.Constraints;
import dev.livevars.model.Variable;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Runs the demo on a Vert.x: a node, the weather, the JVM side, the Python side. {@link #run}
 * blocks and belongs on a thread that is not Vert.x's.
 */
public final class Demo {
  private static final double YEAR_SECONDS = 20;
  private static final int PATIENCE_SECONDS = 30;
  private static final String RUNNING = "demo.running";

  private final List<Weather> year = Weather.year();
  private final SentTimes sent = new SentTimes();
  private final HeatingVerticle heating = new HeatingVerticle(sent);
  private final Vertx vertx;
  private final Variables variables;
  private final Screen screen;
  private final WeatherFeed feed;

  /**
   * A demo.
   *
   * @param seconds how long the weather goes on; a year takes 20 s, after which it begins again
   * @param screen where progress is shown
   */
  public Demo(Vertx vertx, double seconds, Screen screen) {
    this.vertx = vertx;
    this.screen = screen;
    this.variables = Variables.local(vertx).withSource("weather");
    long rows = Math.max(1, Math.round(year.size() * seconds / YEAR_SECONDS));
    this.feed = new WeatherFeed(variables, year, sent, rows, YEAR_SECONDS);
  }

  /** Runs it with this Python; throws DemoException when it cannot. */
  public DemoResult run(String python) {
    NodeOptions options = NodeOptions.defaults().node("demo").grpc("127.0.0.1", 0);
    Livevars node = Livevars.deploy(vertx, options).await();
    register();
    vertx.deployVerticle(heating).await();
    try (PythonSide side = PythonSide.start(python, "127.0.0.1:" + node.grpcPort())) {
      within("the Python side to watch", side.live());
      double seconds = play(side);
      within("the heating to settle", onContext(heating::settled));
      variables.set(RUNNING, false).await();
      PythonReport report = within("the Python side to end", side.summary());
      Check check = new Check(variables, heating.tally(), report);
      return new DemoResult(
          seconds, feed.updates(), feed.changes(), sides(report), check.problems());
    }
  }

  private void register() {
    year.get(0)
        .values()
        .forEach((name, value) -> variables.register(name, value, Constraints.ofFloat()).await());
    variables
        .register(HeatingVerticle.MODE, "off", Constraints.ofChoice("off", "low", "high"))
        .await();
    variables.register(HeatingVerticle.POWER, 0.0, Constraints.ofFloat().min(0).max(1)).await();
    variables.register(RUNNING, true, Constraints.ofBoolean()).await();
  }

  /** Plays the weather and answers how many seconds that took. */
  private double play(PythonSide side) {
    long start = System.nanoTime();
    Future<Void> played = onContext(() -> feed.run(vertx, year.get(0)));
    while (!played.isComplete()) {
      if (side.summary().failed()) {
        within("the Python side", side.summary());
      }
      pause(played);
      show(side.latest(), (System.nanoTime() - start) / 1e9);
    }
    within("the weather", played);
    return (System.nanoTime() - start) / 1e9;
  }

  private void pause(Future<Void> played) {
    try {
      Future.any(played, vertx.timer(screen.everyMillis(), TimeUnit.MILLISECONDS))
          .await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new DemoException("the weather stood still");
    }
  }

  private void show(PythonReport report, double seconds) {
    Weather now = year.get((int) (Math.max(0, feed.row() - 1) % year.size()));
    List<Variable> values = variables.list("outdoor.*", "heating.*").await();
    screen.show(new Screen.Moment(now.hour(), seconds, feed.updates(), sides(report), values));
  }

  private List<Side> sides(PythonReport report) {
    Tally tally = heating.tally();
    Percentiles jvm = heating.latency().percentiles();
    Percentiles round = heating.roundTrip().percentiles();
    long rounds = heating.roundTrip().count();
    return List.of(
        new Side(
            "JVM",
            tally.received(),
            tally.lost(),
            tally.repeated(),
            jvm,
            "weather set call -> JVM handler"),
        new Side(
            "Python",
            report.received(),
            report.lost(),
            report.repeated(),
            report.latency(),
            "commit -> Python handler, by the machine's clock"),
        new Side(
            "round trip", rounds, 0, 0, round, "wind set call -> Python -> power at JVM handler"));
  }

  private <T> Future<T> onContext(java.util.function.Supplier<Future<T>> call) {
    Promise<T> answer = Promise.promise();
    vertx.runOnContext(
        ignored -> Future.succeededFuture().compose(go -> call.get()).onComplete(answer));
    return answer.future();
  }

  private static <T> T within(String what, Future<T> future) {
    try {
      return future.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new DemoException("waited %d s in vain for %s".formatted(PATIENCE_SECONDS, what));
    }
  }
}
