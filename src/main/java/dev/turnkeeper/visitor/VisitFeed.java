package dev.turnkeeper.visitor;

import dev.turnkeeper.door.AtTheDoor;
import dev.turnkeeper.door.Door;
import dev.turnkeeper.door.PlaceMoment;
import dev.turnkeeper.door.RoomSource;
import dev.turnkeeper.door.Shown;
import dev.turnkeeper.door.VisitJson;
import dev.turnkeeper.room.Room;
import dev.turnkeeper.room.Rooms;
import dev.turnkeeper.stream.Feed;
import dev.turnkeeper.stream.Moment;
import dev.turnkeeper.stream.Source;
import dev.turnkeeper.ticket.Ticket;
import dev.turnkeeper.visit.RoomViews;
import dev.turnkeeper.visit.Sign;
import dev.turnkeeper.visit.WebVisit;
import java.time.InstantSource;
import java.util.Optional;

/** What the stream of one ticket tells. */
final class VisitFeed implements Feed {

    private final Rooms rooms;
    private final RoomViews views;
    private final Door door;
    private final InstantSource clock;
    private final RoomNews roomNews;
    private final AtTheDoor visitor;
    private final Optional<String> returnUrl;
    private Shown.Held held;

    VisitFeed(
            Rooms rooms,
            RoomViews views,
            Door door,
            InstantSource clock,
            RoomNews roomNews,
            AtTheDoor visitor,
            Optional<String> returnUrl,
            Shown.Held held) {
        this.rooms = rooms;
        this.views = views;
        this.door = door;
        this.clock = clock;
        this.roomNews = roomNews;
        this.visitor = visitor;
        this.returnUrl = returnUrl;
        this.held = held;
    }

    private record Holder(String room, long generation, long position) {}

    @Override
    public Object holder() {
        Ticket ticket = held.ticket();
        return new Holder(ticket.room(), ticket.generation(), ticket.position());
    }

    @Override
    public Source source() {
        return new RoomSource(rooms, views, door, held.room().id());
    }

    @Override
    public Moment look(boolean heard) {
        Optional<Room> room = rooms.find(held.room().id());
        if (room.isPresent() && room.get() != held.room()) {
            held = new Shown.Held(room.get(), held.ticket(), held.text(), held.byCookie());
        }
        // Of a room that was deleted, nothing is left.
        WebVisit visit = room.isPresent()
                ? door.look(visitor, held, heard ? Sign.HEARD : Sign.NONE)
                : WebVisit.placeless(WebVisit.State.EXPIRED, held.room(), 0);
        return new VisitMoment(held.room(), visit);
    }

    private final class VisitMoment extends PlaceMoment {

        private final Room room;
        private final WebVisit visit;

        VisitMoment(Room room, WebVisit visit) {
            super(visit, clock);
            this.room = room;
            this.visit = visit;
        }

        @Override
        protected String over() {
            return "expired";
        }

        @Override
        protected String insideData() {
            return wholeVisit();
        }

        @Override
        protected String overData() {
            return wholeVisit();
        }

        private String wholeVisit() {
            return VisitJson.of(
                            room,
                            visit,
                            Optional.of(held.text()),
                            held.ticket().firstRank(),
                            door.pass(visitor, room, held.ticket(), visit),
                            returnUrl,
                            clock)
                    .toString();
        }

        @Override
        public String news() {
            return roomNews.of(room);
        }
    }
}
