package dev.turnkeeper.operator;

import dev.turnkeeper.answer.JsonText;
import dev.turnkeeper.room.RoomState;
import dev.turnkeeper.visit.RoomLive;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** One second of a room. */
record LiveSecond(Instant at, RoomState state, long limit, RoomLive numbers) {

    private static final int USUAL_LENGTH = 320;

    /** @param nodes how many members this node sees */
    String json(String room, int nodes) {
        return new JsonText(USUAL_LENGTH)
                .field("room", room)
                .field("inflow", numbers.inflow())
                .field("waiting", numbers.waiting())
                .field("inside", numbers.inside())
                .field("outflow", numbers.outflow())
                .field("limit", limit)
                .field("serving", numbers.serving())
                .field("issued", numbers.issued())
                .nothing("level")
                .field("nodes", nodes)
                .field("state", state.name())
                .field("waitedSeconds", numbers.waitedSeconds())
                .field("at", at.truncatedTo(ChronoUnit.SECONDS).toString())
                .toString();
    }
}
