package dev.turnkeeper.door;

import dev.turnkeeper.answer.JsonText;
import dev.turnkeeper.pass.Pass;
import dev.turnkeeper.room.Room;
import dev.turnkeeper.visit.Eta;
import dev.turnkeeper.visit.WebVisit;
import dev.turnkeeper.visit.WebVisit.State;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** A visit as visitors are told it. Put in from outside, so that a poll makes nothing that it does not send. */
public final class VisitJson {

    private static final int USUAL_LENGTH = 512;

    private VisitJson() {}

    /**
     * @param ticket empty for who was let by without a place
     * @param pass once admitted
     * @param returnUrl where to go once admitted
     * @param clock for who is told of a time to come, which is worth little without the time now
     */
    public static JsonText of(
            Room room,
            WebVisit visit,
            Optional<String> ticket,
            long firstRank,
            Optional<Pass> pass,
            Optional<String> returnUrl,
            InstantSource clock) {
        return into(new JsonText(USUAL_LENGTH), room, visit, ticket, firstRank, pass, returnUrl, clock);
    }

    /** As {@link #of}, behind what is in {@code json} already. */
    public static JsonText into(
            JsonText json,
            Room room,
            WebVisit visit,
            Optional<String> ticket,
            long firstRank,
            Optional<Pass> pass,
            Optional<String> returnUrl,
            InstantSource clock) {
        json.field("room", room.id().value()).field("state", nameOf(visit.state()));
        if (visit.generation() < room.generation() && visit.state() == State.EXPIRED) {
            json.field("reason", "reset");
        }
        json.field("ticket", ticket)
                .field("generation", visit.generation())
                .field("position", visit.position())
                .field("rank", visit.rank())
                .field("firstRank", firstRank)
                .field("ahead", visit.ahead())
                .field("behind", visit.behind())
                .field("waiting", visit.waiting())
                .field("limit", visit.limit())
                .raw("eta", eta(visit.eta()))
                .field("nextPollMillis", visit.nextPollMillis())
                .field("message", room.web().message())
                .field("roomState", room.state().name())
                .field("nextChange", room.nextChange().map(Instant::toString))
                .field("opensAt", room.opensAt().map(Instant::toString));
        if (room.nextChange().isPresent()) {
            json.field("at", clock.instant().truncatedTo(ChronoUnit.MILLIS).toString());
        }
        pass.ifPresent(given -> json.field("pass", given.token())
                .field("passExpiresAt", given.expiresAt().toString())
                .field("returnUrl", returnUrl));
        return json;
    }

    /** A revoked place is one that is blocked from here on. */
    static String nameOf(State state) {
        return switch (state) {
            case WAITING -> "WAITING";
            case ADMITTED -> "ADMITTED";
            case COMPLETED -> "COMPLETED";
            case CANCELLED -> "CANCELLED";
            case EXPIRED, UNKNOWN -> "EXPIRED";
            case REVOKED, BLOCKED -> "BLOCKED";
            case NOT_CONTROLLED -> "NOT_CONTROLLED";
        };
    }

    /** {@code null} while unknown. */
    static String eta(Optional<Eta> eta) {
        return eta.map(range ->
                        "{\"lowSeconds\":" + range.lowSeconds() + ",\"highSeconds\":" + range.highSeconds() + '}')
                .orElse("null");
    }
}
