package dev.turnkeeper.lineup;

import dev.turnkeeper.door.AtTheDoor;
import dev.turnkeeper.door.Door;
import dev.turnkeeper.room.Rooms;
import dev.turnkeeper.visit.RoomViews;
import java.time.InstantSource;

/** Makes what streams of logged-in visitors tell. */
final class QueueFeeds {

    final Queue queue;
    final Rooms rooms;
    final RoomViews views;
    final Door door;
    final InstantSource clock;

    QueueFeeds(Queue queue, Rooms rooms, RoomViews views, Door door, InstantSource clock) {
        this.queue = queue;
        this.rooms = rooms;
        this.views = views;
        this.door = door;
        this.clock = clock;
    }

    /** A problem of 404 where the visitor holds no place. */
    QueueFeed of(Queued queued, AtTheDoor visitor) {
        return new QueueFeed(this, queued, queue.held(queued), visitor);
    }
}
