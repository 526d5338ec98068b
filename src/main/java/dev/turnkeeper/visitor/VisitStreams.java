package dev.turnkeeper.visitor;

import dev.turnkeeper.defence.Callers;
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
    private final Callers callers;
    private final InstantSource clock;
    private final StreamHub hub;
    private final RoomNews roomNews = new RoomNews();

    VisitStreams(Rooms rooms, RoomViews views, Door door, Callers callers, InstantSource clock, StreamHub hub) {
        this.rooms = rooms;
        this.views = views;
        this.door = door;
        this.callers = callers;
        this.clock = clock;
        this.hub = hub;
    }

    void open(Shown.Held held, Optional<String> returnUrl, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        VisitFeed feed = new VisitFeed(rooms, views, door, clock, roomNews, door.visitor(request), returnUrl, held);
        if (!hub.open(request, response, feed, callers.of(request).address())) {
            throw VisitProblems.tooManyStreams();
        }
    }
}
