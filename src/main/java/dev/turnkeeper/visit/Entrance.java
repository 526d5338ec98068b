package dev.turnkeeper.visit;

import dev.turnkeeper.queue.Positions;
import dev.turnkeeper.state.Counters;
import dev.turnkeeper.state.TicketMap;
import dev.turnkeeper.state.TicketMaps;
import dev.turnkeeper.tick.Ledger;
import dev.turnkeeper.ticket.Place;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executor;

/**
 * One generation of a room as its visitors meet it: the ledger, the tickets by visitor, and who gives out positions.
 *
 * <p>One visitor, one place: where two nodes gave one visitor a place each, every node that sees both lets the same one
 * stand ({@link Place#yieldsTo}) and counts the other as gone.
 */
final class Entrance {

    private final Ledger ledger;
    private final TicketMap tickets;
    private final PositionIssuer issuer;
    private final Executor loop;

    Entrance(Ledger ledger, TicketMaps maps, Counters counters, Executor loop) {
        this.ledger = ledger;
        this.loop = loop;
        this.tickets = maps.open(ledger.name().tickets(), new Merge());
        this.issuer = new PositionIssuer(ledger, tickets, maps, counters, loop);
    }

    Ledger ledger() {
        return ledger;
    }

    Optional<Place> place(UUID key) {
        return tickets.get(key).map(Place::of);
    }

    Entering enter(UUID key, long replaces) {
        return issuer.enter(key, replaces);
    }

    /** Tickets of a member that is gone: they count as heard now, for nobody else may have heard of them yet. */
    void takeOver(Map<UUID, byte[]> held) {
        Map<UUID, byte[]> missing = new HashMap<>();
        held.forEach((key, bytes) -> {
            Place place = Place.of(bytes);
            Optional<Place> known = place(key);
            if (known.isEmpty() || known.get().yieldsTo(place)) {
                missing.put(key, bytes);
            }
            ledger.issuedUpTo(place.position());
            ledger.note(place.position(), false);
        });
        if (!missing.isEmpty()) {
            tickets.putAll(missing);
        }
    }

    /** Drops tickets whose place is gone, {@code most} at once at the most. @return how many were dropped */
    int sweep(int most) {
        Map<UUID, byte[]> ended = new HashMap<>();
        tickets.forEach((key, bytes) -> {
            if (ended.size() < most && !ledger.view().lives(Place.of(bytes).position())) {
                ended.put(key, bytes);
            }
        });
        ended.keySet().forEach(tickets::remove);
        return ended.size();
    }

    private void settle(UUID key, Place known, Place put) {
        Place yields = known.yieldsTo(put) ? known : put;
        Place stands = yields == known ? put : known;
        ledger.goneNow(Positions.of(yields.position()));
        if (place(key).filter(now -> now.yieldsTo(stands)).isPresent()) {
            tickets.putAll(Map.of(key, stands.toBytes()));
        }
    }

    private final class Merge implements TicketMap.Listener {

        @Override
        public void put(UUID key, Optional<byte[]> before, byte[] now) {
            if (before.isEmpty()) {
                return;
            }
            Place known = Place.of(before.get());
            Place put = Place.of(now);
            if (known.position() != put.position()) {
                loop.execute(() -> settle(key, known, put));
            }
        }

        /** A sweep elsewhere may meet a visitor who has just come again: the new place is put back. */
        @Override
        public void removed(UUID key, byte[] was) {
            if (ledger.view().lives(Place.of(was).position()) && place(key).isEmpty()) {
                tickets.putAll(Map.of(key, was));
            }
        }
    }
}
