package dev.turnkeeper.lineup;

import dev.turnkeeper.answer.JsonText;
import dev.turnkeeper.door.AtTheDoor;
import dev.turnkeeper.door.PlaceMoment;
import dev.turnkeeper.door.RoomSource;
import dev.turnkeeper.stream.Feed;
import dev.turnkeeper.stream.Moment;
import dev.turnkeeper.stream.Source;
import dev.turnkeeper.visit.LineUp;
import dev.turnkeeper.visit.Sign;
import dev.turnkeeper.visit.WebVisit;
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
    public Source source() {
        return new RoomSource(of.rooms, of.views, of.door, queued.room().id());
    }

    @Override
    public Moment look(boolean heard) {
        of.rooms.find(queued.room().id()).ifPresent(room -> queued = new Queued(room, queued.visitor()));
        return new QueueMoment(of.queue.look(queued, visitor, held, heard ? Sign.HEARD : Sign.NONE));
    }

    private final class QueueMoment extends PlaceMoment {

        private final WebVisit visit;

        QueueMoment(WebVisit visit) {
            super(visit, of.clock);
            this.visit = visit;
        }

        @Override
        protected String over() {
            return "error";
        }

        @Override
        protected String insideData() {
            return of.queue.json(queued.room(), held, visit, visitor).toString();
        }

        @Override
        protected String overData() {
            return new JsonText(128)
                    .field("reason", visit.state().name().toLowerCase(Locale.ROOT))
                    .field(
                            "detail",
                            visit.state() == WebVisit.State.BLOCKED
                                    ? "An operator blocks this visitor for a while; the place stands by the usual rules"
                                    : "The place is over: POST /api/v1/queue/lineup gives a new one")
                    .toString();
        }

        @Override
        public String news() {
            return "";
        }
    }
}
