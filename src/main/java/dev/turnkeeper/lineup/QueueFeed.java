package dev.turnkeeper.lineup;

import dev.turnkeeper.answer.JsonText;
import dev.turnkeeper.door.AtTheDoor;
import dev.turnkeeper.door.VisitJson;
import dev.turnkeeper.stream.Feed;
import dev.turnkeeper.stream.Moment;
import dev.turnkeeper.visit.LineUp;
import dev.turnkeeper.visit.Sign;
import dev.turnkeeper.visit.WebVisit;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** What the stream of one logged-in visitor tells: of the place held when it was opened. */
final class QueueFeed implements Feed {

    private final QueueFeeds of;
    private final LineUp.Held held;
    private final AtTheDoor visitor;
    private Queued queued;

    QueueFeed(QueueFeeds of, Queued queued, LineUp.Held held, AtTheDoor visitor) {
        this.of = of;
        this.queued = queued;
        this.held = held;
        this.visitor = visitor;
    }

    @Override
    public Object holder() {
        return queued.visitor();
    }

    @Override
    public long version() {
        return of.rooms
                .find(queued.room().id())
                .map(room -> 31 * of.views.decidedAt(room) + room.version())
                .orElse(-1L);
    }

    @Override
    public Moment look(boolean heard) {
        of.rooms.find(queued.room().id()).ifPresent(room -> queued = new Queued(room, queued.visitor()));
        return new QueueMoment(of.queue.look(queued, held, heard ? Sign.HEARD : Sign.NONE));
    }

    private final class QueueMoment implements Moment {

        private final WebVisit visit;

        QueueMoment(WebVisit visit) {
            this.visit = visit;
        }

        @Override
        public Stage stage() {
            return switch (visit.state()) {
                case WAITING -> Stage.WAITING;
                case ADMITTED, NOT_CONTROLLED -> Stage.INSIDE;
                case COMPLETED, CANCELLED, EXPIRED, REVOKED, UNKNOWN -> Stage.OVER;
            };
        }

        @Override
        public long rank() {
            return visit.rank();
        }

        @Override
        public String event() {
            return switch (stage()) {
                case WAITING -> "position";
                case INSIDE -> "admitted";
                case OVER -> "error";
            };
        }

        @Override
        public String data() {
            return switch (stage()) {
                case WAITING -> position();
                case INSIDE ->
                    of.queue.json(queued.room(), held, visit, visitor).toString();
                case OVER -> over();
            };
        }

        private String position() {
            return new JsonText(256)
                    .field("position", visit.position())
                    .field("rank", visit.rank())
                    .field("ahead", visit.ahead())
                    .field("behind", visit.behind())
                    .field("waiting", visit.waiting())
                    .raw("eta", VisitJson.eta(visit.eta()))
                    .field(
                            "at",
                            of.clock.instant().truncatedTo(ChronoUnit.SECONDS).toString())
                    .toString();
        }

        private String over() {
            return new JsonText(128)
                    .field("reason", visit.state().name().toLowerCase(Locale.ROOT))
                    .field("detail", "The place is over: POST /api/v1/queue/lineup gives a new one")
                    .toString();
        }

        @Override
        public String news() {
            return "";
        }
    }
}
