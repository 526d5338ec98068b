package dev.turnkeeper.door;

import dev.turnkeeper.problem.ProblemException;
import dev.turnkeeper.visit.Entry;

/** Why a newcomer has no place. The types are words that pages and SDKs rely on. */
public final class TurnedAway {

    private TurnedAway() {}

    /** Whom an operator blocks. */
    public static ProblemException blocked(int retryAfterSeconds) {
        return ProblemException.typed(
                        429,
                        "blocked",
                        "You cannot enter",
                        "This access is blocked for a while. If that is a mistake, ask whoever runs the service")
                .with("Retry-After", String.valueOf(retryAfterSeconds));
    }

    /**
     * @param retryAfterSeconds when it is worth coming again
     * @throws IllegalArgumentException for who is let in after all
     */
    public static ProblemException because(Entry.Reason reason, int retryAfterSeconds) {
        ProblemException problem =
                switch (reason) {
                    case CLOSED ->
                        ProblemException.typed(
                                409, "closed", "The room is closed", "The room takes nobody new now: come back later");
                    case CROWDED ->
                        ProblemException.typed(
                                429,
                                "too-many-places",
                                "Many places from here",
                                "Your network holds as many places in this room as one may: come back when some of them"
                                        + " are free, or from another network");
                    case HELD ->
                        ProblemException.typed(
                                503,
                                "held",
                                "No places for a moment",
                                "No place can be given at this moment: wait and try again, nothing is lost");
                    case SHED ->
                        ProblemException.typed(
                                503,
                                "overloaded",
                                "Too many at once",
                                "Too many are coming at once: try again shortly");
                    case BLOCKED ->
                        ProblemException.typed(
                                503, "blocked", "Nobody is let in now", "The room is out of order: come back later");
                    case BYPASSED, NOT_CONTROLLED -> throw new IllegalArgumentException("not refused: " + reason);
                };
        return problem.with("Retry-After", String.valueOf(retryAfterSeconds));
    }
}
