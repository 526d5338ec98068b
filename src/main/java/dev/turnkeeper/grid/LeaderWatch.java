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

    /** True where a group that this member is in has elected another leader since the last look. */
    boolean sawElection() {
        boolean elected = false;
        for (RaftNode node : raft().getAllRaftNodes()) {
            RaftEndpoint leader = node.getLeader();
            if (leader != null) {
                RaftEndpoint before = leaders.put(node.getGroupId(), leader);
                elected |= before != null && !before.equals(leader);
            }
        }
        return elected;
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
        RaftInvocationContext context = raft().getInvocationManager().getRaftInvocationContext();
        context.reset();
        context.setMembers(raft().getMetadataGroupId().getSeed(), 0, order);
    }

    private RaftService raft() {
        HazelcastInstanceImpl inside =
                hz instanceof HazelcastInstanceProxy proxy ? proxy.getOriginal() : (HazelcastInstanceImpl) hz;
        return inside.node.getNodeEngine().getService(RaftService.SERVICE_NAME);
    }
}
