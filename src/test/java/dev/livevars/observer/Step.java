package dev.livevars.observer;

import dev.livevars.model.Command;
import dev.livevars.model.Constraints;
import dev.livevars.model.Overflow;
import dev.livevars.model.Selectors;
import dev.livevars.model.Value;
import dev.livevars.model.WatchFilter;
import dev.livevars.model.WatchPacing;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A step of a program; one that does not apply as things are does nothing. */
sealed interface Step {

  void run(World world);

  /** A step that may be refused, and runs while a join is held up as well. */
  sealed interface Write extends Step {
    Command.OfSession<?> command(String session);

    @Override
    default void run(World world) {
      world.write(this::command);
    }
  }

  record Set(String name, int value) implements Write {
    @Override
    public Command.OfSession<?> command(String session) {
      return new Command.SetVariable(session, name, Value.of(value), Map.of(), "", null);
    }
  }

  record Batch(Map<String, Integer> values) implements Write {
    @Override
    public Command.OfSession<?> command(String session) {
      List<Command.Update> updates =
          values.entrySet().stream()
              .map(each -> new Command.Update(each.getKey(), Value.of(each.getValue()), null))
              .toList();
      return new Command.BatchSet(session, updates, false, Map.of(), "");
    }
  }

  record Register(String name, int value) implements Write {
    @Override
    public Command.OfSession<?> command(String session) {
      return new Command.RegisterVariable(
          session, name, Value.of(value), Constraints.ofInteger(), "", Map.of(), false, "");
    }
  }

  record RegisterText(String name) implements Write {
    @Override
    public Command.OfSession<?> command(String session) {
      return new Command.RegisterVariable(
          session, name, Value.of("text"), Constraints.ofString(), "", Map.of(), false, "");
    }
  }

  record Delete(String name) implements Write {
    @Override
    public Command.OfSession<?> command(String session) {
      return new Command.DeleteVariable(session, name, null, "");
    }
  }

  record Constrain(String name, int max) implements Write {
    @Override
    public Command.OfSession<?> command(String session) {
      return new Command.UpdateConstraints(session, name, Constraints.ofInteger().max(max), "");
    }
  }

  /**
   * Somebody begins to watch.
   *
   * @param back 0 is from now on; 1 from the next revision on, 2 from the last one on, and so on
   * @param credit how many calls its sink takes before it is not writable
   * @param cancelsAt at which call it cancels, from within; 0 is never
   * @param whileRegistered what happens between its registration and the reading for it
   * @param whileRead what happens between the reading and its being live
   */
  record Join(
      Selectors selectors,
      boolean initial,
      int back,
      WatchFilter filter,
      WatchPacing pacing,
      Overflow overflow,
      boolean batching,
      long credit,
      int cancelsAt,
      List<Write> whileRegistered,
      List<Write> whileRead)
      implements Step {
    @Override
    public void run(World world) {
      world.join(this);
    }

    @Override
    public String toString() {
      return "Join[%s%s%s%s%s%s%s%s%s%s%s]"
          .formatted(
              selectors.texts(),
              initial ? " initial" : "",
              back == 0 ? "" : " back=" + back,
              filter.isNone() ? "" : " " + filter,
              pacing.isNone() ? "" : " " + pacing,
              " " + overflow,
              batching ? " batching" : "",
              credit == Long.MAX_VALUE ? "" : " credit=" + credit,
              cancelsAt == 0 ? "" : " cancelsAt=" + cancelsAt,
              whileRegistered.isEmpty() ? "" : " whileRegistered=" + whileRegistered,
              whileRead.isEmpty() ? "" : " whileRead=" + whileRead);
    }
  }

  record Pause(int watcher) implements Step {
    @Override
    public void run(World world) {
      world.onSink(watcher, ScriptedSink::pause);
    }
  }

  record Resume(int watcher, long credit) implements Step {
    @Override
    public void run(World world) {
      world.onSink(watcher, sink -> sink.resume(credit));
    }
  }

  record Cancel(int watcher) implements Step {
    @Override
    public void run(World world) {
      world.cancel(watcher);
    }
  }

  record Rejoin(int watcher) implements Step {
    @Override
    public void run(World world) {
      world.rejoin(watcher);
    }
  }

  record Pass(int millis) implements Step {
    @Override
    public void run(World world) {
      world.pass(Duration.ofMillis(millis));
    }
  }

  /** Messages of the feed do not arrive for a while. */
  record HoldFeed() implements Step {
    @Override
    public void run(World world) {
      world.holdFeed();
    }
  }

  /** They arrive, or never do. */
  record ReleaseFeed(boolean lost) implements Step {
    @Override
    public void run(World world) {
      world.releaseFeed(lost);
    }
  }
}
