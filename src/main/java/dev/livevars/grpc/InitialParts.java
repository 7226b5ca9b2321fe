package dev.livevars.grpc;

import dev.livevars.model.Variable;
import dev.livevars.wire.VariableWire;
import dev.livevars.wire.v1.WatchInitial;
import io.vertx.core.buffer.Buffer;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * The present values of a watch as encoded parts, of which the last says so. A part is encoded when
 * it is asked for.
 */
final class InitialParts implements Iterator<Buffer> {
  private final long revision;
  private final List<Variable> variables;
  private int next;
  private boolean last;

  InitialParts(long revision, List<Variable> variables) {
    this.revision = revision;
    this.variables = variables;
  }

  @Override
  public boolean hasNext() {
    return !last;
  }

  @Override
  public Buffer next() {
    if (last) {
      throw new NoSuchElementException();
    }
    WatchInitial.Builder part = WatchInitial.newBuilder().setRevision(revision);
    int bytes = 0;
    while (next < variables.size()) {
      var wire = VariableWire.toWire(variables.get(next));
      bytes += wire.getSerializedSize();
      if (bytes > WatchEvents.PART_BYTES && part.getVariablesCount() > 0) {
        return WatchEvents.initial(part);
      }
      part.addVariables(wire);
      next++;
    }
    last = true;
    return WatchEvents.initial(part.setLast(true));
  }
}
