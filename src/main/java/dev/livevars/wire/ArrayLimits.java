package dev.livevars.wire;

import dev.livevars.model.Constraints.EmbeddingConstraints;
import dev.livevars.model.Constraints.TensorConstraints;
import dev.livevars.model.Reason;
import dev.livevars.wire.v1.TensorShape;

/** The constraints of embeddings and tensors. */
final class ArrayLimits {
  private ArrayLimits() {}

  static dev.livevars.wire.v1.EmbeddingConstraints toWire(EmbeddingConstraints limits) {
    var wire = dev.livevars.wire.v1.EmbeddingConstraints.newBuilder();
    Present.ifSet(limits.dimensions(), wire::setDimensions);
    Present.ifSet(limits.maxNorm(), wire::setMaxNorm);
    return wire.build();
  }

  static EmbeddingConstraints toModel(
      dev.livevars.wire.v1.EmbeddingConstraints wire, boolean readOnly) {
    return new EmbeddingConstraints(
        Present.orNull(wire.hasDimensions(), wire.getDimensions()),
        Present.orNull(wire.hasMaxNorm(), wire.getMaxNorm()),
        readOnly);
  }

  static dev.livevars.wire.v1.TensorConstraints toWire(TensorConstraints limits) {
    var wire = dev.livevars.wire.v1.TensorConstraints.newBuilder();
    Present.ifSet(limits.dtype(), dtype -> wire.setDtype(EnumWire.toWire(dtype)));
    Present.ifSet(
        limits.shape(), shape -> wire.setShape(TensorShape.newBuilder().addAllDimensions(shape)));
    return wire.build();
  }

  static TensorConstraints toModel(dev.livevars.wire.v1.TensorConstraints wire, boolean readOnly) {
    return new TensorConstraints(
        EnumWire.toModel(wire.getDtype(), Reason.INVALID_CONSTRAINTS, "constraints.tensor.dtype"),
        Present.orNull(wire.hasShape(), wire.getShape().getDimensionsList()),
        readOnly);
  }
}
