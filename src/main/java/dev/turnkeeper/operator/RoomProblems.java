package dev.turnkeeper.operator;

import dev.turnkeeper.problem.Problem;
import dev.turnkeeper.problem.ProblemException;
import dev.turnkeeper.room.CheckedSettings;
import dev.turnkeeper.room.Room;
import dev.turnkeeper.room.RoomChange;
import dev.turnkeeper.room.RoomId;
import dev.turnkeeper.room.RoomSettings;
import dev.turnkeeper.room.Rooms;
import dev.turnkeeper.room.RouteConflict;

/** What the book refuses, as problems. */
final class RoomProblems {

    private RoomProblems() {}

    /** The room in the path, as this node knows it. */
    static Room known(Rooms rooms, String id) {
        return RoomId.parse(id).flatMap(rooms::configured).orElseThrow(RoomProblems::noSuchRoom);
    }

    static RoomSettings valid(CheckedSettings checked) {
        return checked.settings()
                .orElseThrow(() -> ProblemException.of(Problem.badInput(checked.errors().stream()
                        .map(error -> new Problem.Field(error.field(), error.detail()))
                        .toList())));
    }

    /** Comes back only where the book is as it was asked to be. */
    static RoomChange done(RoomChange change) {
        return switch (change.kind()) {
            case DONE, UNCHANGED -> change;
            case NO_SUCH_ROOM -> throw noSuchRoom();
            case STALE -> throw ProblemException.of(412, "The room has changed: read it again and decide anew");
            case EXISTS ->
                throw ProblemException.of(Problem.typed(
                        409,
                        "room-exists",
                        "The room exists",
                        "There is a room " + change.after().map(Room::id).orElseThrow()
                                + " already: choose another id, or change that one"));
            case ROUTE_TAKEN -> throw taken(change.conflict().orElseThrow());
            case NO_MAJORITY -> throw Unanswered.change("the room again");
        };
    }

    static ProblemException taken(RouteConflict conflict) {
        return ProblemException.of(Problem.typed(
                409,
                "route-taken",
                "The route is taken",
                "Room " + conflict.other() + " has the route " + conflict.route()
                        + " already: one route leads to one room; change it here or there"));
    }

    private static ProblemException noSuchRoom() {
        return ProblemException.of(404, "There is no such room: GET /api/v1/admin/rooms lists those there are");
    }
}
