package dev.livevars.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Timestamp;
import dev.livevars.model.Arbitraries;
import dev.livevars.model.ChangeSet;
import dev.livevars.model.Constraints;
import dev.livevars.model.HistoricValue;
import dev.livevars.model.Session;
import dev.livevars.model.Value;
import dev.livevars.model.Variable;
import dev.livevars.wire.v1.WatchChanges;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class WireProperties {

  @Provide
  Arbitrary<Value> values() {
    return Arbitraries.values();
  }

  @Provide
  Arbitrary<Constraints> constraints() {
    return Arbitraries.constraints();
  }

  @Provide
  Arbitrary<Variable> variables() {
    return Arbitraries.variables();
  }

  @Provide
  Arbitrary<List<ChangeSet>> changeSets() {
    return Arbitraries.changeSets("default");
  }

  @Provide
  Arbitrary<Session> sessions() {
    return Arbitraries.sessions();
  }

  @Provide
  Arbitrary<HistoricValue> versions() {
    return Arbitraries.historicValues();
  }

  @Provide
  Arbitrary<Instant> instants() {
    return Arbitraries.instants();
  }

  @Property
  void shouldRoundTripValues(@ForAll("values") Value value) throws InvalidProtocolBufferException {
    byte[] bytes = ValueWire.toWire(value).toByteArray();

    assertThat(ValueWire.toModel(dev.livevars.wire.v1.Value.parseFrom(bytes))).isEqualTo(value);
  }

  @Property
  void shouldRoundTripConstraints(@ForAll("constraints") Constraints constraints)
      throws InvalidProtocolBufferException {
    byte[] bytes = ConstraintsWire.toWire(constraints).toByteArray();

    assertThat(ConstraintsWire.toModel(dev.livevars.wire.v1.Constraints.parseFrom(bytes)))
        .isEqualTo(constraints);
  }

  @Property(tries = 300)
  void shouldRoundTripVariables(@ForAll("variables") Variable variable)
      throws InvalidProtocolBufferException {
    byte[] bytes = VariableWire.toWire(variable).toByteArray();

    assertThat(VariableWire.toModel(dev.livevars.wire.v1.Variable.parseFrom(bytes)))
        .isEqualTo(variable);
  }

  @Property(tries = 300)
  void shouldRoundTripChangeSets(@ForAll("changeSets") List<ChangeSet> changeSets)
      throws InvalidProtocolBufferException {
    WatchChanges wire = WatchChanges.parseFrom(ChangeWire.toWire(changeSets).toByteArray());

    assertThat(ChangeWire.toModel("default", wire)).isEqualTo(changeSets);
    assertThat(wire.getFirstRevision()).isEqualTo(changeSets.get(0).revision());
    assertThat(wire.getLastRevision()).isEqualTo(changeSets.get(changeSets.size() - 1).revision());
  }

  @Property(tries = 300)
  void shouldRoundTripSessions(@ForAll("sessions") Session session)
      throws InvalidProtocolBufferException {
    byte[] bytes = SessionWire.toWire(session).toByteArray();

    assertThat(SessionWire.toModel(dev.livevars.wire.v1.Session.parseFrom(bytes)))
        .isEqualTo(session);
  }

  @Property(tries = 300)
  void shouldRoundTripVersions(@ForAll("versions") HistoricValue version)
      throws InvalidProtocolBufferException {
    byte[] bytes = HistoryWire.toWire(version).toByteArray();

    assertThat(HistoryWire.toModel(dev.livevars.wire.v1.HistoricValue.parseFrom(bytes)))
        .isEqualTo(version);
  }

  @Property
  void shouldRoundTripTimes(@ForAll("instants") Instant instant, @ForAll long nanos) {
    Timestamp timestamp = TimeWire.toWire(instant);
    com.google.protobuf.Duration duration = TimeWire.toWire(Duration.ofNanos(nanos));

    assertThat(TimeWire.toModel(timestamp)).isEqualTo(instant);
    assertThat(TimeWire.toModel("ttl", duration)).isEqualTo(Duration.ofNanos(nanos));
    assertThat(Long.signum(duration.getSeconds()) * Integer.signum(duration.getNanos()))
        .isNotNegative();
  }
}
