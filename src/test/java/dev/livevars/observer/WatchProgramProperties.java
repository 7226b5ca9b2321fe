package dev.livevars.observer;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.jspecify.annotations.Nullable;

/**
 * Random programs of writers and watchers, on a real node whose time and whose joins are held in
 * hand: the history checker finds nothing. A program that fails is printed a step a line, with the
 * seed that makes it again.
 */
class WatchProgramProperties {
  private static @Nullable Testbed testbed;

  @BeforeContainer
  static void deploy() {
    testbed = new Testbed();
  }

  @AfterContainer
  static void close() {
    requireNonNull(testbed).close();
  }

  @Property(tries = 600)
  void shouldKeepTheGuarantees(@ForAll("programs") Programs.Program program) {
    World world = new World(requireNonNull(testbed));
    program.steps().forEach(step -> step.run(world));
    assertThat(world.violations()).isEmpty();
  }

  @Provide
  Arbitrary<Programs.Program> programs() {
    return Programs.all();
  }
}
