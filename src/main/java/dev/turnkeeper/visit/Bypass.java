package dev.turnkeeper.visit;

import dev.turnkeeper.room.Room;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Whom this node let by in one room while the grid did not answer, until they are in the books. A visitor is paid for
 * once, and remembered until silent for a session timeout. Any thread.
 */
final class Bypass {

    /** Some ten megabytes; who comes when so many are remembered is held. */
    private static final int MOST = 100_000;

    private static final long MILLI = 1_000_000L;
    private static final long SECOND = 1_000 * MILLI;

    private final BypassBudget budget = new BypassBudget();
    private final ConcurrentHashMap<UUID, Long> heardAt = new ConcurrentHashMap<>();

    /** Web visitors who were inside before. They have their places, or none any more: nothing to be brought into the books. */
    private final ConcurrentHashMap<PlaceInside, Long> keptAt = new ConcurrentHashMap<>();

    private final AtomicBoolean booking = new AtomicBoolean();
    private volatile Room room;

    private record PlaceInside(long generation, long position) {}

    /** What happened to a visitor who asked to be let by. */
    enum Outcome {
        LET_BY,
        /** Was let by before: not paid again. */
        REMEMBERED,
        /** The budget is used up. */
        REFUSED
    }

    Bypass(Room room) {
        this.room = room;
    }

    /** The room as it was last seen. */
    Room room() {
        return room;
    }

    void update(Room now) {
        room = now;
    }

    boolean isEmpty() {
        return heardAt.isEmpty();
    }

    /** A sign of life of one who was let by; false where this visitor was not, or is silent for too long. */
    boolean remembers(UUID visitor, long nanos) {
        return !isEmpty()
                && heardAt.computeIfPresent(visitor, (same, at) -> isLive(at, nanos) ? (Long) nanos : null) != null;
    }

    /** @param nodes how many share the room's limit */
    Outcome letBy(UUID visitor, int nodes, long nanos) {
        return letBy(heardAt, visitor, nodes, nanos);
    }

    /** For a web visitor who was inside before. @param nodes how many share the room's limit */
    Outcome keep(long generation, long position, int nodes, long nanos) {
        return letBy(keptAt, new PlaceInside(generation, position), nodes, nanos);
    }

    /** Whether this place was kept inside, and lately heard of. */
    boolean keeps(long generation, long position, long nanos) {
        Long at = keptAt.get(new PlaceInside(generation, position));
        return at != null && isLive(at, nanos);
    }

    private <K> Outcome letBy(ConcurrentHashMap<K, Long> known, K visitor, int nodes, long nanos) {
        Outcome[] outcome = {Outcome.REFUSED};
        known.compute(visitor, (same, at) -> {
            if (at != null && isLive(at, nanos)) {
                outcome[0] = Outcome.REMEMBERED;
                return nanos;
            }
            if (known.size() >= MOST || !pays(nodes, nanos)) {
                return null;
            }
            outcome[0] = Outcome.LET_BY;
            return nanos;
        });
        return outcome[0];
    }

    /** For a visitor whom nothing names: paid for each time, and not brought into the books. */
    boolean letByUnnamed(int nodes, long nanos) {
        return pays(nodes, nanos);
    }

    private boolean pays(int nodes, long nanos) {
        synchronized (budget) {
            return budget.take(
                    room.limit() / nodes, room.policy().sessionTimeoutSeconds(), Math.floorDiv(nanos, MILLI));
        }
    }

    /** Who has to be brought into the books. */
    List<UUID> live(long nanos) {
        List<UUID> live = new ArrayList<>();
        heardAt.forEach((visitor, at) -> {
            if (isLive(at, nanos)) {
                live.add(visitor);
            }
        });
        return live;
    }

    /** False where they are being brought into the books already. */
    boolean beginBooking() {
        return booking.compareAndSet(false, true);
    }

    void endBooking(Collection<UUID> booked) {
        forget(booked);
        booking.set(false);
    }

    /** These are in the books now. */
    void forget(Collection<UUID> visitors) {
        heardAt.keySet().removeAll(visitors);
    }

    void forgetSilent(long nanos) {
        heardAt.values().removeIf(at -> !isLive(at, nanos));
        keptAt.values().removeIf(at -> !isLive(at, nanos));
    }

    private boolean isLive(long at, long nanos) {
        return nanos - at < timeout();
    }

    private long timeout() {
        return room.policy().sessionTimeoutSeconds() * SECOND;
    }
}
