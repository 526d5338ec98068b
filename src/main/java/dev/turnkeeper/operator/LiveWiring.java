package dev.turnkeeper.operator;

import dev.turnkeeper.room.Rooms;
import dev.turnkeeper.visit.LiveRooms;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;

/** Makes the container-free part of what operators watch. */
@Dependent
final class LiveWiring {

    @Produces
    @Singleton
    static LiveBoard board(Rooms rooms, LiveRooms live, InstantSource clock) {
        LiveBoard board = new LiveBoard(rooms::all, live::now, clock);
        board.start();
        return board;
    }

    static void stop(@Disposes LiveBoard board) {
        board.close();
    }
}
