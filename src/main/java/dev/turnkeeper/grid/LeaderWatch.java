package dev.turnkeeper.grid;

import com.hazelcast.cluster.Address;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.cp.CPGroupId;
import com.hazelcast.cp.CPMember;
import com.hazelcast.cp.internal.RaftService;
import com.hazelcast.cp.internal.raft.impl.RaftEndpoint;
import com.hazelcast.cp.internal.raft.impl.RaftNode;
import com.hazelcast.instance.impl.HazelcastInstanceImpl;
import com.hazelcast.instance.impl.HazelcastInstanceProxy;
import com.hazelcast.spi.impl.operationservice.impl.RaftInvocationContext;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Who leads the CP groups, and whom Hazelcast asks first. It goes on asking the leader it knows until that one answers or
 * is gone from the grid: a leader that hangs (a stopped process, a long collection) is neither, so for up to a minute no
 * call would reach the leader that the others have long elected. The API has nothing for it; this is the one class that
 * uses Hazelcast's inside.
 */
final class LeaderWatch {

    private final HazelcastInstance hz;
    private final Map<CPGroupId, RaftEndpoint> leaders = new ConcurrentHashMap<>();
    private int turn;

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

    /** Empty where this member is not in the group, or knows of no leader. */
    Optional<Address> of(CPGroupId group) {
        RaftNode node = raft().getRaftNode(group);
        RaftEndpoint leader = node == null ? null : node.getLeader();
        CPMember member = leader == null ? null : context().getCPMember(leader.getUuid());
        return Optional.ofNullable(member).map(CPMember::getAddress);
    }

    /** Whether it is still in the grid, so that Hazelcast goes on waiting for its answers. */
    boolean isHere(UUID leader) {
        CPMember member = context().getCPMember(leader);
        return member != null
                && hz.getCluster().getMembers().stream()
                        .anyMatch(here -> here.getAddress().equals(member.getAddress()));
    }

    /**
     * Leads the next calls to the leaders: this member knows those of its own groups; else to one member
     * after the other, each of which knows it.
     *
     * @param groups as lately known, beside those that this member is in
     * @param members those with a seat, as lately known
     */
    synchronized void pointOut(Collection<CPGroupId> groups, List<CPMember> members) {
        turn++;
        for (CPGroupId group : groups) {
            if (raft().getRaftNode(group) == null) {
                setKnownLeader(group, members.get(Math.floorMod(turn, members.size())));
            }
        }
        for (RaftNode node : raft().getAllRaftNodes()) {
            RaftEndpoint leader = node.getLeader();
            if (leader != null) {
                setKnownLeader(node.getGroupId(), context().getCPMember(leader.getUuid()));
            }
        }
    }

    /** By reflection: what is public, a reset, also drops the addresses that Raft itself sends to. */
    private void setKnownLeader(CPGroupId group, @Nullable CPMember leader) {
        try {
            Method set =
                    RaftInvocationContext.class.getDeclaredMethod("setKnownLeader", CPGroupId.class, CPMember.class);
            set.setAccessible(true);
            set.invoke(context(), group, leader);
        } catch (ReflectiveOperationException otherVersion) {
            throw new IllegalStateException("this version of Hazelcast has another inside", otherVersion);
        }
    }

    /** Whether this member has the group's log up to its own entry into the group, and so can count in a majority. */
    boolean hasEntered(CPGroupId group) {
        RaftNode node = raft().getRaftNode(group);
        return node != null && node.getCommittedMembers().contains(node.getLocalMember());
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
