package dev.turnkeeper.visit;

import dev.turnkeeper.queue.Positions;
import dev.turnkeeper.state.Counters;
import dev.turnkeeper.state.TicketMap;
import dev.turnkeeper.state.TicketMaps;
import dev.turnkeeper.tick.Ledger;
import dev.turnkeeper.ticket.Place;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;

/**
 * One generation of a room as its visitors meet it: the ledger, the tickets by visitor, and who gives out positions.
 *
 * <p>One visitor, one place: where two nodes gave one visitor a place each, every node that sees both lets the same one
 * stand ({@link Place#yieldsTo}) and counts the other as gone.
 */
final class Entrance {

    /** Sweeps over which a place given here is looked up again: longer than a map takes to be filled. */
    private static final int REVIEWS = 8;

    private final Ledger ledger;
    private final TicketMap tickets;
    private final PositionIssuer issuer;
    private final Executor loop;

    /** Written here and not yet come back: another node's later write may be all that anybody sees. */
    private final ConcurrentHashMap<UUID, Place> underWay = new ConcurrentHashMap<>();

    /** Given here since the last sweep, and at each of the sweeps before. */
    private volatile ConcurrentHashMap<UUID, Place> lately = new ConcurrentHashMap<>();

    private final Deque<Map<UUID, Place>> given = new ArrayDeque<>();

    Entrance(
            Ledger ledger,
            TicketMaps maps,
            Counters counters,
            Executor loop,
            Executor gathering,
            BooleanSupplier fresh) {
        this.ledger = ledger;
        this.loop = loop;
        this.tickets = maps.open(ledger.name().tickets(), new Merge());
        this.issuer = new PositionIssuer(ledger, this::give, maps, counters, loop, gathering, fresh);
    }

    Ledger ledger() {
        return ledger;
    }

    Optional<Place> place(UUID key) {
        Optional<Place> known = tickets.get(key).map(Place::of);
        Place written = underWay.get(key);
        return written == null || (known.isPresent() && written.yieldsTo(known.get())) ? known : Optional.of(written);
    }

    Entering enter(UUID key, long replaces) {
        return issuer.enter(key, replaces);
    }

    /** Places that are told from now on. */
    private void give(Map<UUID, Place> given) {
        lately.putAll(given);
        write(given);
    }

    private void write(Map<UUID, Place> given) {
        if (given.isEmpty()) {
            return;
        }
        underWay.putAll(given);
        Map<UUID, byte[]> batch = new HashMap<>();
        given.forEach((key, place) -> batch.put(key, place.toBytes()));
        tickets.putAll(batch);
    }

    /** Tickets that others may never have heard of: their places count as heard. */
    void takeOver(Map<UUID, Place> held) {
        Map<UUID, Place> missing = new HashMap<>();
        Positions told = new Positions();
        held.forEach((key, place) -> {
            Optional<Place> known = place(key);
            if (known.isEmpty() || known.get().yieldsTo(place)) {
                missing.put(key, place);
            }
            ledger.issuedUpTo(place.position());
            told.add(place.position());
        });
        ledger.toldElsewhere(told);
        write(missing);
    }

    /** Tickets of living places beyond {@code position}. */
    Map<UUID, Place> since(long position) {
        Map<UUID, Place> found = new HashMap<>();
        tickets.forEach((key, bytes) -> {
            Place place = Place.of(bytes);
            if (place.position() > position && ledger.view().lives(place.position())) {
                found.put(key, place);
            }
        });
        found.putAll(underWay);
        return found;
    }

    /**
     * One thread, every few seconds. Looks after what was written, and drops tickets whose place is gone.
     *
     * @param most tickets to drop at once
     * @return how many were dropped
     */
    int sweep(int most) {
        underWay.forEach((key, place) -> {
            // A write that never came back: the map shows it by now, or another's, or it has to be written again.
            Optional<Place> now = tickets.get(key).map(Place::of);
            if (now.isPresent() && now.get().position() != place.position()) {
                loop.execute(() -> settle(key, place, now.get()));
            } else if (now.isPresent() || !ledger.view().lives(place.position())) {
                underWay.remove(key, place);
            } else {
                write(Map.of(key, place));
            }
        });
        review();
        Map<UUID, byte[]> ended = new HashMap<>();
        tickets.forEach((key, bytes) -> {
            if (ended.size() < most && !ledger.view().lives(Place.of(bytes).position())) {
                ended.put(key, bytes);
            }
        });
        ended.keySet().forEach(tickets::remove);
        return ended.size();
    }

    /**
     * Looks places up again that were given here a while ago: a map tells nothing of what comes in while it is being
     * filled, so of two places of one visitor it may have shown only one.
     */
    private void review() {
        given.addFirst(lately);
        lately = new ConcurrentHashMap<>();
        given.forEach(places -> places.forEach((key, place) -> {
            if (ledger.view().lives(place.position())) {
                Place now = tickets.get(key).map(Place::of).orElse(place);
                if (now.position() != place.position()) {
                    loop.execute(() -> settle(key, place, now));
                }
            }
        }));
        if (given.size() > REVIEWS) {
            given.removeLast();
        }
    }

    private void settle(UUID key, Place known, Place put) {
        Place yields = known.yieldsTo(put) ? known : put;
        Place stands = yields == known ? put : known;
        ledger.goneNow(Positions.of(yields.position()));
        underWay.remove(key, yields);
        if (tickets.get(key).map(Place::of).filter(now -> now.yieldsTo(stands)).isPresent()) {
            write(Map.of(key, stands));
        }
    }

    private final class Merge implements TicketMap.Listener {

        @Override
        public void put(UUID key, Optional<byte[]> before, byte[] now) {
            Place put = Place.of(now);
            before.map(Place::of).ifPresent(known -> meet(key, known, put));
            Place written = underWay.get(key);
            if (written != null) {
                if (written.position() == put.position()) {
                    underWay.remove(key);
                } else {
                    meet(key, written, put);
                }
            }
        }

        private void meet(UUID key, Place known, Place put) {
            if (known.position() != put.position()) {
                loop.execute(() -> settle(key, known, put));
            }
        }

        /** A sweep elsewhere may meet a visitor who has just come again: the new place is put back. */
        @Override
        public void removed(UUID key, byte[] was) {
            if (ledger.view().lives(Place.of(was).position()) && place(key).isEmpty()) {
                write(Map.of(key, Place.of(was)));
            }
        }
    }
}
