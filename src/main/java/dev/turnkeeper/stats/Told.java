package dev.turnkeeper.stats;

import dev.turnkeeper.queue.End;
import dev.turnkeeper.queue.Positions;
import dev.turnkeeper.queue.TickDecision;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is known of one tick of one generation of a room, until its turn comes. */
final class Told {

    @Nullable
    TickDecision decision;

    final Positions gone = new Positions();

    /** Gone by then, nobody knows since when. */
    final Positions goneBefore = new Positions();

    final Positions letIn = new Positions();
    final Map<End, Positions> ended = new EnumMap<>(End.class);

    /** Something in here may belong to a tick as early as this. */
    long earliest;

    Told(long tick) {
        earliest = tick;
    }

    void ended(End end, Positions positions) {
        ended.computeIfAbsent(end, none -> new Positions()).addAll(positions);
    }
}
