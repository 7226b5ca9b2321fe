package dev.livevars.history;

import static dev.livevars.Await.result;

import dev.livevars.StateProvider;
import dev.livevars.model.ChangeSet;
import dev.livevars.model.Command;
import java.util.ArrayList;
import java.util.List;

/** What was committed, as the owner tells it. */
public final class Committed {
  private static final int SLICE = 10_000;

  private Committed() {}

  /** All change sets of the default session; the node must have kept them. */
  public static List<ChangeSet> read(StateProvider local) {
    List<ChangeSet> all = new ArrayList<>();
    while (true) {
      var slice = result(local.call(new Command.ReadFeed("default", all.size() + 1L, SLICE)));
      all.addAll(slice.sets());
      if (slice.sets().isEmpty()) {
        return all;
      }
    }
  }
}
