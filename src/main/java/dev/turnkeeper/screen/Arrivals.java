package dev.turnkeeper.screen;

import dev.turnkeeper.answer.JsonText;
import dev.turnkeeper.door.VisitJson;
import dev.turnkeeper.room.Room;
import dev.turnkeeper.room.Screen;
import dev.turnkeeper.visit.Entry;
import dev.turnkeeper.visit.WebVisit;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** What who comes to the page gets to see. */
final class Arrivals {

    private static final int SOONEST_SECONDS = 5;
    private static final int LATEST_SECONDS = 60;

    private Arrivals() {}

    /**
     * Whether a visitor with this place is shown it. Others get a new one: who is done, who left and comes again, and who
     * waited in a line that was reset. An expired place is shown, since its visitor may not want another.
     *
     * @param left whether the address says that this visitor left
     */
    static boolean isShown(Room room, WebVisit visit, boolean left) {
        return switch (visit.state()) {
            case WAITING, ADMITTED, NOT_CONTROLLED, REVOKED, BLOCKED -> true;
            case EXPIRED -> visit.generation() >= room.generation();
            case CANCELLED -> left;
            case COMPLETED, UNKNOWN -> false;
        };
    }

    /** @param target whether there is a page to go on to */
    static Sight of(Room room, WebVisit visit, long firstRank, boolean target, InstantSource clock) {
        int refresh =
                switch (visit.state()) {
                    case WAITING -> Math.max(SOONEST_SECONDS, Math.min(LATEST_SECONDS, visit.nextPollMillis() / 1000));
                    case BLOCKED -> LATEST_SECONDS;
                    case ADMITTED, NOT_CONTROLLED, COMPLETED, CANCELLED, EXPIRED, REVOKED, UNKNOWN -> 0;
                };
        String json = VisitJson.of(room, visit, Optional.empty(), firstRank, Optional.empty(), Optional.empty(), clock)
                .toString();
        return new Sight(
                screen(room, visit, target),
                Optional.of(visit),
                firstRank,
                refresh,
                List.of(roomEvent(room, clock), "{\"type\":\"visit\",\"visit\":" + json + "}"));
    }

    static Sight of(Room room, Entry.Reason reason, int retryAfterSeconds, boolean target, InstantSource clock) {
        return switch (reason) {
            case CLOSED ->
                refused(
                        room,
                        room.opensAt().isPresent() ? "before" : "closed",
                        409,
                        "closed",
                        retryAfterSeconds,
                        clock);
            case HELD -> refused(room, "held", 503, "held", retryAfterSeconds, clock);
            case CROWDED -> refused(room, "crowded", 429, "too-many-places", retryAfterSeconds, clock);
            case SHED -> refused(room, "full", 503, "overloaded", retryAfterSeconds, clock);
            case BLOCKED -> refused(room, "held", 503, "blocked", retryAfterSeconds, clock);
            case BYPASSED, NOT_CONTROLLED ->
                new Sight(
                        target ? "open" : "inside",
                        Optional.empty(),
                        0,
                        0,
                        List.of("{\"type\":\"visit\",\"visit\":{\"state\":\"NOT_CONTROLLED\"}}"));
        };
    }

    /** An operator blocks who comes. */
    static Sight blocked(Room room, int retryAfterSeconds, InstantSource clock) {
        return refused(room, "blocked", 429, "blocked", retryAfterSeconds, clock);
    }

    /** A state in which only the visitor can do something. */
    static Sight of(String refusal) {
        return new Sight(
                refusal, Optional.empty(), 0, 0, List.of("{\"type\":\"refused\",\"refusal\":\"" + refusal + "\"}"));
    }

    private static Sight refused(
            Room room, String screen, int status, String problem, int retryAfterSeconds, InstantSource clock) {
        return new Sight(
                screen,
                Optional.empty(),
                0,
                Math.max(SOONEST_SECONDS, retryAfterSeconds),
                List.of(
                        roomEvent(room, clock),
                        "{\"type\":\"failed\",\"status\":" + status + ",\"problem\":\"" + problem
                                + "\",\"retryAfterSeconds\":" + retryAfterSeconds + "}"));
    }

    private static String screen(Room room, WebVisit visit, boolean target) {
        return switch (visit.state()) {
            case WAITING -> waiting(room);
            case ADMITTED ->
                !target ? "inside" : room.web().screen().entry() == Screen.Entry.BUTTON ? "ready" : "admitted";
            case NOT_CONTROLLED -> target ? "open" : "inside";
            case COMPLETED -> "completed";
            case CANCELLED -> "cancelled";
            case REVOKED, BLOCKED -> "blocked";
            case EXPIRED, UNKNOWN -> "expired";
        };
    }

    private static String waiting(Room room) {
        if (room.opensAt().isPresent()) {
            return "before";
        }
        return switch (room.state()) {
            case PAUSED -> "paused";
            case CLOSED -> "closed";
            case ACTIVE, INACTIVE, DRAINING -> "waiting";
        };
    }

    private static String roomEvent(Room room, InstantSource clock) {
        return new JsonText(128)
                .field("type", "room")
                .field("state", room.state().name())
                .field("message", room.web().message())
                .field("opensAt", room.opensAt().map(Instant::toString))
                .field("now", clock.instant().truncatedTo(ChronoUnit.MILLIS).toString())
                .toString();
    }
}
