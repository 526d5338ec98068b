package dev.turnkeeper.visit;

import dev.turnkeeper.room.Room;
import java.util.Optional;
import java.util.function.Function;

/**
 * How the place of a web visitor stands.
 *
 * @param generation and
 * @param position name the place
 * @param rank visitors still to enter up to and with this one, ≥ 1 while WAITING; else 0
 * @param ahead rank − 1 while WAITING, else 0
 * @param behind visitors waiting after this one
 * @param waiting visitors waiting in the room, all nodes
 * @param limit how many may be inside at once, as in force now
 * @param eta empty while unknown, and where nobody waits
 * @param nextPollMillis until the next useful call
 */
public record WebVisit(
        State state,
        long generation,
        long position,
        long rank,
        long ahead,
        long behind,
        long waiting,
        long limit,
        Optional<Eta> eta,
        int nextPollMillis) {

    public enum State {
        WAITING,
        ADMITTED,
        COMPLETED,
        CANCELLED,
        /** Let a deadline pass, or of a generation that was reset. */
        EXPIRED,
        REVOKED,
        /** An operator blocks the visitor for now; the place stands, and hears no sign of life meanwhile. */
        BLOCKED,
        /** The room is INACTIVE: use the service. The place is counted all the same. */
        NOT_CONTROLLED,
        /** Over for longer than an end is remembered (10 minutes at least). */
        UNKNOWN
    }

    /** Whether the visitor may use the service. */
    public boolean isInside() {
        return state == State.ADMITTED || state == State.NOT_CONTROLLED;
    }

    /**
     * What a visitor is told: who is blocked is told so, and nothing is heard of the place meanwhile.
     *
     * @param look at the place, which hears this sign
     */
    public static WebVisit told(boolean blocked, Sign sign, Function<Sign, WebVisit> look) {
        return blocked ? look.apply(Sign.NONE).blocked() : look.apply(sign);
    }

    /** A place that is over, is over all the same. */
    private WebVisit blocked() {
        boolean lives = isInside() || state == State.WAITING;
        return lives
                ? new WebVisit(
                        State.BLOCKED, generation, position, 0, 0, 0, waiting, limit, Optional.empty(), nextPollMillis)
                : this;
    }

    /** Of who has no place. */
    public static WebVisit placeless(State state, Room room, int nextPollMillis) {
        return new WebVisit(state, room.generation(), 0, 0, 0, 0, 0, room.limit(), Optional.empty(), nextPollMillis);
    }
}
