package dev.livevars.cluster;

import com.hazelcast.cluster.MembershipEvent;
import com.hazelcast.config.Config;
import com.hazelcast.core.LifecycleEvent;
import com.hazelcast.core.LifecycleEvent.LifecycleState;
import io.vertx.core.Completable;
import io.vertx.core.Vertx;
import io.vertx.core.spi.cluster.NodeInfo;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A cluster manager whose member stays known to the others. Who notices a loss deletes what the
 * cluster knows of the lost; where the lost has come back in the meantime, as after a split that
 * healed, that is what it has just said of itself, and nobody would reach it any more. So it looks
 * whether it is still known, and says all again when it is not.
 */
final class Member extends HazelcastClusterManager {
  private static final Logger LOG = LoggerFactory.getLogger(Member.class);

  /** The map in which members say how they are reached. */
  private static final String NODES = "__vertx.nodeInfo";

  private static final long BETWEEN_LOOKS_MILLIS = TimeUnit.SECONDS.toMillis(1);

  @SuppressWarnings("NullAway.Init")
  private Vertx vertx;

  Member(Config config) {
    super(config);
  }

  @Override
  public void init(Vertx vertx) {
    super.init(vertx);
    this.vertx = vertx;
  }

  @Override
  public void setNodeInfo(NodeInfo info, Completable<Void> promise) {
    super.setNodeInfo(info, promise);
    lookSoon();
  }

  @Override
  public synchronized void memberAdded(MembershipEvent event) {
    LOG.info("member {} has joined", event.getMember().getAddress());
    super.memberAdded(event);
  }

  @Override
  public synchronized void memberRemoved(MembershipEvent event) {
    LOG.warn("member {} has left or is lost", event.getMember().getAddress());
    super.memberRemoved(event);
  }

  private void lookSoon() {
    vertx.setTimer(BETWEEN_LOOKS_MILLIS, timer -> look());
  }

  private void look() {
    if (!isActive()) {
      return;
    }
    vertx
        .executeBlocking(
            () -> {
              if (isActive() && !getHazelcastInstance().getMap(NODES).containsKey(getNodeId())) {
                // as after a merge: then a member says again who it is and what it listens to
                stateChanged(new LifecycleEvent(LifecycleState.MERGED));
              }
              return null;
            },
            false)
        .onComplete(looked -> lookSoon());
  }
}
