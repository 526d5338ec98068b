package dev.turnkeeper.gate;

import dev.turnkeeper.pass.Pass;
import dev.turnkeeper.pass.PassClaims;
import dev.turnkeeper.room.Room;
import java.util.Optional;

/**
 * What the gate says to a request.
 *
 * @param reason why not, in a word that programs may rely on; empty where it is let in
 * @param room empty where none is in question
 * @param claims of the pass that opened
 * @param renewed the same pass for longer, where it was time
 * @param cookie what the visitor's cookie becomes; empty: it stays as it is
 */
record Verdict(
        Kind kind,
        String reason,
        Optional<Room> room,
        Optional<PassClaims> claims,
        Optional<Pass> renewed,
        Optional<PassCookie> cookie) {

    enum Kind {
        /** Let in. */
        OPEN,
        /** To the waiting room. */
        WAIT,
        /** Refused, and waiting would not help. */
        REFUSED
    }

    static Verdict uncontrolled() {
        return new Verdict(Kind.OPEN, "", Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    static Verdict refused(String reason) {
        return new Verdict(
                Kind.REFUSED, reason, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    static Verdict open(Room room, PassClaims claims, Optional<Pass> renewed, Optional<PassCookie> cookie) {
        return new Verdict(Kind.OPEN, "", Optional.of(room), Optional.of(claims), renewed, cookie);
    }

    /** No pass opened this room. */
    static Verdict closed(Kind kind, String reason, Room room, Optional<PassCookie> cookie) {
        return new Verdict(kind, reason, Optional.of(room), Optional.empty(), Optional.empty(), cookie);
    }
}
