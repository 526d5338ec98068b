package dev.turnkeeper.door;

import dev.turnkeeper.answer.JsonText;
import dev.turnkeeper.stream.EventText;
import dev.turnkeeper.stream.Moment;
import dev.turnkeeper.visit.WebVisit;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

/** A place as streams tell of it; each stream has its own words for who is inside, and for the end. */
public abstract class PlaceMoment implements Moment {

    private final WebVisit visit;
    private final InstantSource clock;

    protected PlaceMoment(WebVisit visit, InstantSource clock) {
        this.visit = visit;
        this.clock = clock;
    }

    /** The name of the last event. */
    protected abstract String over();

    /** The data of who is inside. */
    protected abstract String insideData();

    /** The data of the last event. */
    protected abstract String overData();

    @Override
    public final Stage stage() {
        return switch (visit.state()) {
            case WAITING -> Stage.WAITING;
            case ADMITTED, NOT_CONTROLLED -> Stage.INSIDE;
            case COMPLETED, CANCELLED, EXPIRED, REVOKED, BLOCKED, UNKNOWN -> Stage.OVER;
        };
    }

    @Override
    public final long rank() {
        return visit.rank();
    }

    @Override
    public final String text(String id) {
        return switch (stage()) {
            case WAITING -> EventText.event("position", id, position());
            case INSIDE -> EventText.event("admitted", id, insideData());
            case OVER -> EventText.event(over(), id, overData());
            case FLOWING -> throw new IllegalStateException("a place does not flow");
        };
    }

    private String position() {
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        return new JsonText(256)
                .field("position", visit.position())
                .field("rank", visit.rank())
                .field("ahead", visit.ahead())
                .field("behind", visit.behind())
                .field("waiting", visit.waiting())
                .raw("eta", VisitJson.eta(visit.eta()))
                .field("at", now.toString())
                .toString();
    }
}
