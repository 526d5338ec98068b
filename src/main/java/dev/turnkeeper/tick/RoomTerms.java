package dev.turnkeeper.tick;

import dev.turnkeeper.queue.Deadlines;
import dev.turnkeeper.queue.Ends;
import dev.turnkeeper.queue.Inlet;
import dev.turnkeeper.queue.Terms;
import dev.turnkeeper.room.Room;

/**
 * What a room's configuration means to its queue.
 *
 * @param room its id
 * @param oldest the oldest generation whose visitors may still be inside
 * @param generation the current one
 * @param terms of the current generation
 * @param termsOfOld of the generations before it: nobody enters any more, those inside finish
 * @param endsKept for how many ticks it is remembered why places are gone
 */
public record RoomTerms(String room, long oldest, long generation, Terms terms, Terms termsOfOld, long endsKept) {

    /** What the table of room states says, in terms of serving and clocks. */
    public static RoomTerms of(Room room) {
        Deadlines deadlines = new Deadlines(
                room.policy().retentionSeconds(),
                room.policy().maxSilenceSeconds(),
                room.policy().claimSeconds(),
                room.policy().sessionTimeoutSeconds(),
                room.policy().maxSessionSeconds());
        Inlet.Gate gate =
                switch (room.state()) {
                    case ACTIVE -> Inlet.Gate.OPEN;
                    case INACTIVE -> Inlet.Gate.FREE;
                    case DRAINING -> Inlet.Gate.DRAIN;
                    case PAUSED, CLOSED -> Inlet.Gate.SHUT;
                };
        Inlet inlet = new Inlet(gate, room.limit(), room.policy().perMinute());
        boolean waitersAge = gate != Inlet.Gate.SHUT;
        return new RoomTerms(
                room.id().value(),
                room.oldestGeneration(),
                room.generation(),
                new Terms(inlet, deadlines, waitersAge, true, room.servingIncrement(), room.version()),
                new Terms(new Inlet(Inlet.Gate.SHUT, 0, 0), deadlines, false, true, 0, room.version()),
                Math.max(Ends.kept(deadlines), room.web().entryPassSeconds() + Ends.LEAST_KEPT));
    }

    Terms termsOf(long ofGeneration) {
        return ofGeneration == generation ? terms : termsOfOld;
    }
}
