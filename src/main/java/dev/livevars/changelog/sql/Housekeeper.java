package dev.livevars.changelog.sql;

import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides what housekeeping is due and does it step by step. A session is folded into the snapshots
 * when it has so many or so large change sets after its snapshot that reading them would delay the
 * next start; the longest are as well when all sessions have too many together. Confined to the
 * writer's thread.
 */
final class Housekeeper {
  private static final Logger LOG = LoggerFactory.getLogger(Housekeeper.class);
  private static final int LONGEST_TAIL = 10_000;
  private static final int SHORTEST_TAIL = 100;
  private static final long LARGEST_TAIL = 64L << 20;
  private static final long ALL_TAILS = 100_000;

  private final Dialect dialect;
  private final SqlSettings settings;
  private final Lines lines;
  private final Fence fence;
  private final long longestTail;

  /** Done before all else: they are what keeps the next start short. */
  private final Deque<Folding> foldings = new ArrayDeque<>();

  private final Deque<Chore> chores = new ArrayDeque<>();
  private final Set<Line> folding = new HashSet<>();
  private boolean sweeping;
  private long appended;

  Housekeeper(Dialect dialect, SqlSettings settings, Lines lines, Fence fence) {
    this.dialect = dialect;
    this.settings = settings;
    this.lines = lines;
    this.fence = fence;
    this.longestTail = Math.max(SHORTEST_TAIL, Math.min(LONGEST_TAIL, settings.retainRevisions()));
  }

  /** A change set of this session is durable. */
  void appended(@Nullable Line line) {
    if (line == null) {
      return;
    }
    if (line.tail() >= longestTail || line.tailBytes() >= LARGEST_TAIL) {
      fold(line);
    }
    if (++appended >= ALL_TAILS / 2) {
      appended = 0;
      foldLongest();
    }
  }

  /** A session was deleted. */
  void deleted() {
    if (!sweeping) {
      sweeping = true;
      chores.add(new Sweep(dialect));
    }
  }

  /** Looks for what became due in the meantime; to be called now and then. */
  void tick() {
    if (isBusy()) {
      return;
    }
    deleted();
    foldLongest();
    long before = before();
    lines.all().stream()
        .filter(line -> Compaction.isDue(line, settings.retainRevisions(), before))
        .forEach(line -> chores.add(compaction(line)));
  }

  boolean isBusy() {
    return !foldings.isEmpty() || !chores.isEmpty();
  }

  /**
   * Does a little of it in a transaction of its own; what is about a session that is not known any
   * more is dropped.
   */
  void step(Statements sql) throws SQLException {
    Deque<? extends Chore> first = foldings.isEmpty() ? chores : foldings;
    Chore chore = first.element();
    Line line = chore.line();
    lines.begin(fence.hold(sql));
    if (line != null && lines.peek(line.id) != line) {
      sql.rollback();
      first.remove();
      folding.remove(line);
      return;
    }
    boolean done = chore.step(sql);
    sql.commit();
    chore.committed();
    if (done) {
      first.remove();
      sweeping &= !(chore instanceof Sweep);
      finished(chore);
    }
  }

  /** A step failed: what is due is found again by the next tick. */
  void failed(Exception exception) {
    LOG.info("the store could not be tidied up: {}", exception.toString());
    foldings.clear();
    chores.clear();
    folding.forEach(line -> lines.forget(line.id));
    folding.clear();
    sweeping = false;
  }

  private void finished(Chore chore) {
    if (chore instanceof Folding done) {
      folding.remove(done.line());
      if (Compaction.isDue(done.line(), settings.retainRevisions(), before())) {
        chores.add(compaction(done.line()));
      }
    }
  }

  private void fold(Line line) {
    if (folding.add(line)) {
      foldings.add(new Folding(line));
    }
  }

  private void foldLongest() {
    long all = lines.all().stream().mapToLong(Line::tail).sum();
    if (all <= ALL_TAILS) {
      return;
    }
    Iterator<Line> longest =
        lines.all().stream().sorted(Comparator.comparingLong(Line::tail).reversed()).iterator();
    while (all > ALL_TAILS / 2 && longest.hasNext()) {
      Line line = longest.next();
      all -= line.tail();
      fold(line);
    }
  }

  private Compaction compaction(Line line) {
    return new Compaction(line, settings.retainRevisions(), before());
  }

  private long before() {
    return settings.clock().instant().minus(settings.retainDuration()).toEpochMilli();
  }
}
