package dev.turnkeeper.visit;

import dev.turnkeeper.tick.Ledger;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How many places one address may hold in a room: those that live, as far as all members have told, and those that are
 * being taken here. Any thread.
 */
final class Crowding {

    private final Ledger ledger;
    private final ConcurrentHashMap<Long, Integer> underWay = new ConcurrentHashMap<>();

    Crowding(Ledger ledger) {
        this.ledger = ledger;
    }

    /** @param most more are not let. @return false where one more would be too many; else {@link #end} is owed */
    boolean begin(long address, long most) {
        boolean[] begun = {false};
        underWay.compute(address, (same, count) -> {
            int already = count == null ? 0 : count;
            begun[0] = already + ledger.placesFrom(address) < most;
            return begun[0] ? Integer.valueOf(already + 1) : count;
        });
        return begun[0];
    }

    void end(long address) {
        underWay.computeIfPresent(address, (same, count) -> count == 1 ? null : count - 1);
    }
}
