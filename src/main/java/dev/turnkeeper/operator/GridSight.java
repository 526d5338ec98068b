package dev.turnkeeper.operator;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The grid as one node sees it; what that node cannot know is empty, never guessed.
 *
 * @param node the address of the one that looked
 * @param state of that node
 * @param givesPlaces whether it gives newcomers places
 * @param configured how many nodes its settings name
 * @param group empty for a node on its own, which has none
 */
public record GridSight(
        Instant at,
        String node,
        NodeState state,
        boolean givesPlaces,
        int configured,
        TickSeen tick,
        Optional<Group> group,
        List<Node> nodes,
        List<RoomSeen> rooms,
        Calls calls,
        Exchanged exchanged) {

    /** Looks, now. */
    public interface Source {
        GridSight look();
    }

    /** How many of the nodes are there. */
    public long present() {
        return nodes.stream().filter(Node::present).count();
    }

    /** How a node is, in its own words. */
    public enum NodeState {
        /** Not ready for visitors yet. */
        STARTING,
        READY,
        /** Ready, but gives no places: the counters have not answered lately. */
        DEGRADED,
        /** Was cut off, and is filling up with what the others know. */
        RECOVERING,
        /** Drains: it is about to end in good order. */
        STOPPING
    }

    /**
     * The latest tick seen.
     *
     * @param wonBy address of the node that decided at it, where that is known
     */
    public record TickSeen(long number, long ageMillis, Optional<String> wonBy) {}

    /**
     * A node that is there, or that ought to be.
     *
     * @param name of this process in the grid; empty where it is not there
     * @param address host:port of its grid port
     * @param self whether it is the one that looked
     * @param configured whether the settings of the one that looked name it; empty while a name is not resolved, or where they
     *     name nobody
     * @param seat CORE, SPARE, NONE or REMOVED; empty in a grid without consensus
     * @param state empty where it has not said, or is not there
     * @param ticksBehind how many ticks its word is late here; empty where it never spoke, or is not there
     */
    public record Node(
            Optional<String> name,
            String address,
            boolean self,
            boolean present,
            Optional<Boolean> configured,
            Optional<String> seat,
            Optional<NodeState> state,
            OptionalLong ticksBehind) {}

    /**
     * The CP group of the counters, as it was last heard.
     *
     * @param configured how many members it was made for
     * @param seats those whose majority decides; none where it was never heard
     * @param leader its address, where it is known and there
     * @param seat of the node that looked
     */
    public record Group(int configured, List<GroupSeat> seats, Optional<String> leader, String seat) {

        /** Without a word of the group nothing can be said of its majority. */
        public boolean isHeard() {
            return !seats.isEmpty();
        }

        public long present() {
            return seats.stream().filter(GroupSeat::present).count();
        }

        public boolean hasMajority() {
            return present() >= majority();
        }

        /**
         * How many may die at once, whichever they are, and leave a majority: of those only that can stand in for another.
         */
        public long mayFail() {
            long sound = seats.stream()
                    .filter(seat -> seat.present() && seat.sound())
                    .count();
            return Math.max(0, sound - majority());
        }

        private long majority() {
            return seats.size() / 2 + 1;
        }
    }

    /** @param sound whether it was heard of lately, has all that the others know and is not about to go, as far as it has said */
    public record GroupSeat(String address, boolean present, boolean sound) {}

    /**
     * How far a room's decisions have come here.
     *
     * @param standing MOVING, CATCHING_UP (newcomers are told to wait) or BROKEN (its failure mode answers them)
     * @param decidedAt the tick of the latest decision known here; 0 before the first
     * @param decidedAgoMillis how long ago that tick was; empty before the first
     * @param decidedBy address of the node that decided, where that is known
     * @param version of its configuration, as known here
     * @param decidedUnder the version that the latest decision was made under
     */
    public record RoomSeen(
            String room,
            long generation,
            String standing,
            String failureMode,
            long decidedAt,
            OptionalLong decidedAgoMillis,
            Optional<String> decidedBy,
            long version,
            long decidedUnder) {}

    /**
     * Calls of this node to the counters since its start; without a CP group, to its own.
     *
     * @param p50Micros how long they took; empty before the first was answered
     */
    public record Calls(long answered, long failed, long unanswered, OptionalLong p50Micros, OptionalLong p99Micros) {}

    /** Bytes of messages between this node and the others since its start. */
    public record Exchanged(long sentBytes, long receivedBytes) {}
}
