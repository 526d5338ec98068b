package dev.turnkeeper.notice;

import java.util.Map;
import java.util.Set;

/**
 * How the grid stands this second, as this node sees it.
 *
 * @param tick the latest
 * @param moving whether the grid's counters have lately answered this node
 * @param rooms all there are, by id
 * @param bypass whether the emergency switch lets everybody by
 * @param members addresses of all that are there
 * @param leaving addresses of those that said that they would go
 */
public record Sight(
        long tick, boolean moving, Map<String, Room> rooms, boolean bypass, Set<String> members, Set<String> leaving) {

    /** @param bypass whether newcomers are let by here, because of the room's failure mode */
    public record Room(long waiting, long inside, long limit, boolean bypass) {}
}
