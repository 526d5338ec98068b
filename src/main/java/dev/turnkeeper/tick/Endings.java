package dev.turnkeeper.tick;

import dev.turnkeeper.queue.End;
import dev.turnkeeper.queue.Positions;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Places ended here since the last tick, and places that end soon unless they are heard of. Any thread asks and ends; the
 * grid's thread takes up at each tick what is to be told.
 */
final class Endings {

    /** A page that was closed may be one that is loaded again. */
    static final long GRACE = 30;

    /** Left since the last tick. */
    private static final long JUST_NOW = Long.MAX_VALUE;

    private final ConcurrentHashMap<Long, End> ended = new ConcurrentHashMap<>();
    private final Set<Long> takenUp = new HashSet<>();

    /** The tick at which each was left. */
    private final ConcurrentHashMap<Long, Long> left = new ConcurrentHashMap<>();

    /** An ended place stays as it ended; any thread. */
    void end(long position, End end) {
        ended.putIfAbsent(position, end);
    }

    /** How it ended, where it did so lately and here; any thread. */
    Optional<End> of(long position) {
        return ended.isEmpty() ? Optional.empty() : Optional.ofNullable(ended.get(position));
    }

    /** Ends in a while, as cancelled, unless it is heard of; any thread. */
    void leave(long position) {
        left.putIfAbsent(position, JUST_NOW);
    }

    /** Its visitor is still there; any thread. */
    void heard(long position) {
        if (!left.isEmpty()) {
            left.remove(position);
        }
    }

    /** As {@link #heard}, of those who gave a sign of life to another member, through that tick. */
    void heardElsewhere(long tick, Positions positions) {
        if (!left.isEmpty()) {
            left.entrySet()
                    .removeIf(place -> positions.contains(place.getKey()) && mayBeBefore(place.getValue(), tick));
        }
    }

    private static boolean mayBeBefore(long leftAt, long tick) {
        return leftAt == JUST_NOW || leftAt <= tick;
    }

    /**
     * What ended since this was last asked, at {@code tick}.
     *
     * @param completeThrough the tick through which every member has told whom it heard: a place that was left is not ended
     *     as long as another member may have heard of it
     */
    Map<End, Positions> takeUp(long tick, long completeThrough) {
        left.forEach((position, at) -> {
            if (at == JUST_NOW) {
                left.replace(position, at, tick);
            } else if (completeThrough - at >= GRACE && left.remove(position, at)) {
                end(position, End.CANCELLED);
            }
        });
        Map<End, Positions> fresh = new EnumMap<>(End.class);
        ended.forEach((position, end) -> {
            if (takenUp.add(position)) {
                fresh.computeIfAbsent(end, none -> new Positions()).add(position);
            }
        });
        return fresh;
    }

    /** What was taken up can be asked for elsewhere now. */
    void published() {
        ended.keySet().removeAll(takenUp);
        takenUp.clear();
    }
}
