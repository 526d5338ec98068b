package dev.turnkeeper.grid;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.cp.CPGroupId;
import com.hazelcast.cp.CPMember;
import com.hazelcast.cp.internal.RaftService;
import com.hazelcast.cp.internal.raft.impl.RaftEndpoint;
import com.hazelcast.cp.internal.raft.impl.RaftNode;
import com.hazelcast.instance.impl.HazelcastInstanceImpl;
import com.hazelcast.instance.impl.HazelcastInstanceProxy;
import com.hazelcast.spi.impl.operationservice.impl.RaftInvocationContext;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Who leads the CP groups, and whom Hazelcast asks first. It goes on asking the leader it knows until that one answers or
 * is gone from the grid: a leader that hangs (a stopped process, a long collection) is neither, so for up to a minute no
 * call would reach the leader that the others have long elected. The API has nothing for it; this is the one class that
 * uses Hazelcast's inside.
 */
final class LeaderWatch {

    private final HazelcastInstance hz;
    private final Map<CPGroupId, RaftEndpoint> leaders = new ConcurrentHashMap<>();
    private int forgotten;

    LeaderWatch(HazelcastInstance hz) {
        this.hz = hz;
    }

    /** Identities of the leaders, of groups that this member is in, in whose place others were elected since the last look. */
    List<UUID> replaced() {
        List<UUID> replaced = new ArrayList<>();
        for (RaftNode node : raft().getAllRaftNodes()) {
            RaftEndpoint leader = node.getLeader();
            if (leader != null) {
                RaftEndpoint before = leaders.put(node.getGroupId(), leader);
                if (before != null && !before.equals(leader)) {
                    replaced.add(before.getUuid());
                }
            }
        }
        return replaced;
    }

    /** Whether it is still in the grid, so that Hazelcast goes on waiting for its answers. */
    boolean isHere(UUID leader) {
        CPMember member = context().getCPMember(leader);
        return member != null
                && hz.getCluster().getMembers().stream()
                        .anyMatch(here -> here.getAddress().equals(member.getAddress()));
    }

    /**
     * Lets the next call look for the leader: through this member, which knows, and else through one after the other,
     * each time beginning with another.
     *
     * @param members those with a seat, as lately known; Hazelcast itself replaces them as soon as it hears
     */
    synchronized void forgetLeaders(Collection<CPMember> members) {
        List<CPMember> order = new ArrayList<>(members);
        Collections.rotate(order, ++forgotten);
        order.sort(Comparator.comparing(member -> !member.equals(raft().getLocalCPMember())));
        context().reset();
        context().setMembers(raft().getMetadataGroupId().getSeed(), 0, order);
    }

    private RaftInvocationContext context() {
        return raft().getInvocationManager().getRaftInvocationContext();
    }

    private RaftService raft() {
        HazelcastInstanceImpl inside =
                hz instanceof HazelcastInstanceProxy proxy ? proxy.getOriginal() : (HazelcastInstanceImpl) hz;
        return inside.node.getNodeEngine().getService(RaftService.SERVICE_NAME);
    }
}
