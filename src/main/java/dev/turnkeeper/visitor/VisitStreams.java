package dev.turnkeeper.visitor;

import dev.turnkeeper.door.AtTheDoor;
import dev.turnkeeper.door.Door;
import dev.turnkeeper.door.Shown;
import dev.turnkeeper.room.Rooms;
import dev.turnkeeper.stream.StreamHub;
import dev.turnkeeper.visit.RoomViews;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;

/** Opens the streams of visits. */
final class VisitStreams {

    private final Rooms rooms;
    private final RoomViews views;
    private final Door door;
    private final InstantSource clock;
    private final StreamHub hub;
    private final RoomNews roomNews = new RoomNews();

    VisitStreams(Rooms rooms, RoomViews views, Door door, InstantSource clock, StreamHub hub) {
        this.rooms = rooms;
        this.views = views;
        this.door = door;
        this.clock = clock;
        this.hub = hub;
    }

    void open(Shown.Held held, Optional<String> returnUrl, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        AtTheDoor visitor = door.visitor(request);
        VisitFeed feed = new VisitFeed(rooms, views, door, clock, roomNews, visitor, returnUrl, held);
        if (!hub.open(request, response, feed, visitor.address())) {
            throw VisitProblems.tooManyStreams();
        }
    }
}
