package dev.turnkeeper.gate;

import dev.turnkeeper.defence.Vetted;
import dev.turnkeeper.door.Door;
import dev.turnkeeper.pass.Pass;
import dev.turnkeeper.pass.PassCheck;
import dev.turnkeeper.pass.PassClaims;
import dev.turnkeeper.pass.PassFault;
import dev.turnkeeper.pass.Passes;
import dev.turnkeeper.room.Room;
import dev.turnkeeper.room.RoomState;
import dev.turnkeeper.room.Rooms;
import dev.turnkeeper.room.RouteMatch;
import dev.turnkeeper.visit.Access;
import dev.turnkeeper.visit.Places;
import dev.turnkeeper.visit.Sign;
import dev.turnkeeper.visit.WebVisit;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Decides whether a request may pass: finds its room, tries every pass that it carries, and asks how the place stands. */
final class Gate {

    /** Nobody comes to these by mistake. */
    private static final Set<PassFault> FORGED = EnumSet.of(PassFault.BAD_SIGNATURE, PassFault.ALGORITHM);

    static final String BLOCKED = "blocked";

    private final Rooms rooms;
    private final Access access;
    private final Places places;
    private final Passes passes;
    private final Door door;
    private final UnmatchedHosts unmatched;

    Gate(Rooms rooms, Access access, Places places, Passes passes, Door door, UnmatchedHosts unmatched) {
        this.rooms = rooms;
        this.access = access;
        this.places = places;
        this.passes = passes;
        this.door = door;
        this.unmatched = unmatched;
    }

    Verdict ask(Question question, Carrier carrier) {
        RouteMatch match = rooms.routes().matchHoweverRead(question.request());
        return switch (match.kind()) {
            case REFUSED -> Verdict.refused("bad-url");
            case NONE -> unmatched(question);
            case FOUND ->
                match.room()
                        .flatMap(rooms::find)
                        .map(room -> ask(room, carrier))
                        .orElseGet(() -> unmatched(question));
        };
    }

    private Verdict unmatched(Question question) {
        if (!access.knowsRooms()) {
            return Verdict.refused("starting");
        }
        return unmatched.denies(question.request().host()) ? Verdict.refused("unmatched") : Verdict.uncontrolled();
    }

    /** As {@link #ask(Question, Carrier)}, once the room is known. */
    Verdict ask(Room room, Carrier carrier) {
        Vetted vetted = door.vet(carrier.request(), room);
        // A rule may spare a login that only the pass tells; a block spares nobody.
        boolean isNamed = room.web().identifyVisitor();
        if (vetted.isRefused() && !(isNamed && vetted.word() == Vetted.Word.DENIED)) {
            return blocked(room, vetted);
        }
        Refusals refusals = new Refusals();
        for (Carried carried : carrier.passes(room.id())) {
            PassCheck check = passes.check(carried.token(), room, carrier.traits());
            if (isNamed && check instanceof PassCheck.Accepted accepted) {
                Vetted named = door.vet(
                        carrier.request(),
                        room,
                        () -> Optional.of(accepted.claims().subject()));
                if (named.isRefused()) {
                    return blocked(room, named);
                }
            }
            Optional<Verdict> open = check instanceof PassCheck.Accepted accepted
                    ? open(room, accepted.claims(), carried, carrier, refusals)
                    : Optional.empty();
            if (open.isPresent()) {
                return open.get();
            }
            if (check instanceof PassCheck.Refused refused) {
                revoke(room, refused);
                refusals.add(carried, nameOf(refused.fault()), FORGED.contains(refused.fault()));
            }
        }
        return vetted.isRefused() ? blocked(room, vetted) : refusals.verdict(room);
    }

    private Verdict blocked(Room room, Vetted vetted) {
        door.pause(room, vetted);
        return Verdict.closed(Verdict.Kind.REFUSED, BLOCKED, room, Optional.empty());
    }

    private Optional<Verdict> open(Room room, PassClaims claims, Carried carried, Carrier carrier, Refusals refusals) {
        WebVisit.State state = claims.bypass()
                ? WebVisit.State.ADMITTED
                : places.visit(room, claims.generation(), claims.position(), Sign.CLAIM)
                        .state();
        return switch (state) {
            case ADMITTED, NOT_CONTROLLED ->
                Optional.of(opened(room, claims, carried, refusals, renewed(room, claims, carrier)));
            // This node is cut off, and others may have let the place go: for as long as the pass lives, and no longer.
            case WAITING -> Optional.of(opened(room, claims, carried, refusals, Optional.empty()));
            case COMPLETED, CANCELLED, EXPIRED, REVOKED, BLOCKED, UNKNOWN -> {
                refusals.add(carried, nameOf(state), false);
                yield Optional.empty();
            }
        };
    }

    private Optional<Pass> renewed(Room room, PassClaims claims, Carrier carrier) {
        return passes.isDue(claims) ? Optional.of(passes.renew(room, claims, carrier.url())) : Optional.empty();
    }

    /** A pass in the URL moves into the cookie, where further requests bring it along. */
    private static Verdict opened(
            Room room, PassClaims claims, Carried carried, Refusals refusals, Optional<Pass> renewed) {
        Optional<PassCookie> cookie =
                switch (carried.by()) {
                    case COOKIE -> renewed.map(PassCookie::of);
                    case URL ->
                        Optional.of(renewed.map(PassCookie::of)
                                .orElseGet(() -> new PassCookie(carried.token(), claims.expiresAt())));
                    case HEADER -> refusals.cookie;
                };
        return Verdict.open(room, claims, renewed, cookie);
    }

    private void revoke(Room room, PassCheck.Refused refused) {
        if (refused.fault() == PassFault.TOO_MANY_ADDRESSES) {
            refused.claims()
                    .filter(claims -> !claims.bypass())
                    .ifPresent(
                            claims -> places.end(room, claims.generation(), claims.position(), WebVisit.State.REVOKED));
        }
    }

    private static String nameOf(Enum<?> word) {
        return word.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** What was wrong with the passes so far. */
    private static final class Refusals {

        private String reason = "no-pass";
        private boolean forged;
        private Optional<PassCookie> cookie = Optional.empty();

        void add(Carried carried, String why, boolean isForged) {
            reason = forged ? reason : why;
            forged |= isForged;
            if (carried.by() == Carried.By.COOKIE) {
                cookie = Optional.of(PassCookie.DELETED);
            }
        }

        Verdict verdict(Room room) {
            if (forged) {
                return Verdict.closed(Verdict.Kind.REFUSED, reason, room, cookie);
            }
            return room.state() == RoomState.INACTIVE
                    ? Verdict.closed(Verdict.Kind.OPEN, "", room, cookie)
                    : Verdict.closed(Verdict.Kind.WAIT, reason, room, cookie);
        }
    }
}
