package dev.turnkeeper.visit;

import dev.turnkeeper.queue.Positions;
import dev.turnkeeper.room.Room;
import dev.turnkeeper.room.RoomState;
import dev.turnkeeper.state.Counters;
import dev.turnkeeper.state.TicketMap;
import dev.turnkeeper.state.TicketMaps;
import dev.turnkeeper.tick.Ledger;
import dev.turnkeeper.ticket.Place;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import java.util.function.ObjLongConsumer;
import org.jspecify.annotations.Nullable;

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
    private final VisitEvents events;
    private final Crowding crowding;

    /** Written here and not yet come back: another node's later write may be all that anybody sees. */
    private final ConcurrentHashMap<UUID, Place> underWay = new ConcurrentHashMap<>();

    /** Told by another node, which handed them over; not seen in the map yet. */
    private final ConcurrentHashMap<UUID, Place> elsewhere = new ConcurrentHashMap<>();

    private final SweepPace pace = new SweepPace();

    /** Given here since the last sweep, and at each of the sweeps before. */
    private volatile ConcurrentHashMap<UUID, Place> lately = new ConcurrentHashMap<>();

    private final Deque<Map<UUID, Place>> given = new ArrayDeque<>();

    Entrance(
            Ledger ledger,
            TicketMaps maps,
            Counters counters,
            Executor loop,
            ObjLongConsumer<Runnable> gathering,
            BooleanSupplier fresh,
            Guard guard,
            LongSupplier nanos,
            VisitEvents events) {
        this.ledger = ledger;
        this.loop = loop;
        this.events = events;
        this.crowding = new Crowding(ledger);
        this.tickets = maps.open(ledger.name().tickets(), new Merge());
        this.issuer = new PositionIssuer(
                ledger,
                this::give,
                maps,
                counters,
                loop,
                gathering,
                () -> fresh.getAsBoolean() && tickets.isFilled(),
                guard,
                nanos,
                events);
    }

    Standing standing(Pulse pulse) {
        Standing standing = Standing.of(pulse, ledger);
        // A map that is being opened, or filled again after a merge, may not show a ticket that there is.
        return standing == Standing.MOVING && !tickets.isFilled() ? Standing.CATCHING_UP : standing;
    }

    Ledger ledger() {
        return ledger;
    }

    Optional<Place> place(UUID key) {
        Optional<Place> known = written(key);
        return elsewhere.isEmpty() ? known : standing(known, elsewhere.get(key));
    }

    /** As the map shows it, or will. */
    private Optional<Place> written(UUID key) {
        return underWay.isEmpty() ? shown(key) : standing(shown(key), underWay.get(key));
    }

    private Optional<Place> shown(UUID key) {
        return tickets.get(key).map(Place::of);
    }

    private Optional<Place> standing(Optional<Place> known, @Nullable Place other) {
        return other == null
                ? known
                : Optional.of(known.map(place -> standing(place, other)).orElse(other));
    }

    /** Of two places of one visitor the one to go by: where only one of them lives, that one. */
    private Place standing(Place one, Place other) {
        boolean lives = lives(one);
        return lives == lives(other) ? (one.yieldsTo(other) ? other : one) : lives ? one : other;
    }

    private boolean lives(Place place) {
        return ledger.view().lives(place.position());
    }

    /**
     * Tickets that another node tells from now on, unless it hears better. Its write to the map may hang for a minute, on a
     * member that is stopped; whoever asks here meanwhile has a place all the same. Any thread.
     *
     * @return of these visitors, those who have another place that stands instead, as known here
     */
    Map<UUID, Place> toldElsewhere(Map<UUID, Place> told) {
        Map<UUID, Place> instead = new HashMap<>();
        told.forEach((key, place) -> {
            Optional<Place> known = place(key);
            elsewhere.merge(key, place, this::standing);
            known.ifPresent(other -> {
                meet(key, other, place);
                if (stands(other, place)) {
                    instead.put(key, other);
                }
            });
        });
        return instead;
    }

    /** Whether a visitor is to be told this place, and not that one. */
    private boolean stands(Place place, Place instead) {
        return place.position() != instead.position() && lives(place) && standing(place, instead) == place;
    }

    /**
     * Whether the address that somebody comes from may take one place more. By express, and into a room that controls nobody,
     * one comes in any case; a visitor whose enter is under way here is that one again.
     *
     * @param held places inside that it holds in generations before this one; asked for only where places are counted
     * @return false where it may not; else {@link #ended} is owed
     */
    boolean begin(Room room, Coming coming, IntSupplier held) {
        return !isCounted(room, coming)
                || crowding.begin(coming.address(), room.policy().maxPlacesPerAddress() - held.getAsInt());
    }

    void ended(Room room, Coming coming) {
        if (isCounted(room, coming)) {
            crowding.end(coming.address());
        }
    }

    private static boolean isCounted(Room room, Coming coming) {
        return room.policy().maxPlacesPerAddress() > 0
                && coming.address() != 0
                && !coming.express()
                && room.state() != RoomState.INACTIVE;
    }

    /** The place that was given came so. */
    void given(Room room, Coming coming, long position) {
        if (room.policy().maxPlacesPerAddress() > 0 && coming.address() != 0) {
            ledger.takenFrom(position, coming.address());
        }
    }

    boolean isEntering(UUID key) {
        return issuer.isEntering(key);
    }

    Entering enter(UUID key, long replaces) {
        return issuer.enter(key, replaces);
    }

    /** For a visitor whose place goes out in a ticket. */
    Entering enter() {
        return issuer.enter();
    }

    /** How long the grid has kept an enter waiting; 0 where none is under way. */
    long nanosWithoutAnswer() {
        return issuer.nanosWithoutAnswer();
    }

    /** Whether who comes so is let in out of turn now: by nobody but the grid, and into no room that lets nobody in. */
    boolean letsIn(Room room, Coming coming, Pulse pulse) {
        return coming.express()
                && room.state() == RoomState.ACTIVE
                && room.generation() == ledger.name().generation()
                && standing(pulse) == Standing.MOVING;
    }

    /** The place that is given, let in already where its visitor comes by express. */
    CompletionStage<Place> letIn(Entering entering, Room room, Coming coming) {
        return coming.express() && room.state() == RoomState.ACTIVE
                ? entering.place()
                        .thenCompose(place -> letAhead(place.position()).thenApply(done -> place))
                : entering.place();
    }

    /** Lets a place in out of turn; counted inside from then on. Done on the grid's thread. */
    CompletionStage<Void> letAhead(long position) {
        return CompletableFuture.runAsync(
                () -> {
                    if (ledger.view().lives(position) && !ledger.isInside(position)) {
                        ledger.letInOutOfTurn(Positions.of(position));
                        events.letAhead(ledger.name().room());
                    }
                },
                loop);
    }

    /**
     * Brings visitors who are inside without a place into the books: the place they have, or else a new one, is theirs out
     * of turn. The grid's thread.
     *
     * @return who is in the books now, once each of them is or was refused; does not fail
     */
    CompletionStage<Set<UUID>> letIn(Collection<UUID> visitors) {
        Set<UUID> booked = new HashSet<>();
        CompletableFuture<?>[] enters = visitors.stream()
                .map(key -> living(key).isPresent()
                        ? CompletableFuture.completedFuture(booked.add(key))
                        : issuer.enter(key, place(key).map(Place::position).orElse(0L))
                                .place()
                                .handle((given, failed) -> failed == null && booked.add(key)))
                .toArray(CompletableFuture[]::new);
        return CompletableFuture.allOf(enters)
                .thenApplyAsync(
                        done -> {
                            letInOutOfTurn(booked);
                            return booked;
                        },
                        loop);
    }

    private void letInOutOfTurn(Collection<UUID> visitors) {
        Positions express = new Positions();
        visitors.forEach(key -> living(key).ifPresent(place -> {
            if (!ledger.isInside(place.position())) {
                express.add(place.position());
            }
            ledger.note(place.position(), true);
        }));
        ledger.letInOutOfTurn(express);
    }

    private Optional<Place> living(UUID key) {
        return place(key).filter(this::lives);
    }

    /**
     * Places that may be told from now on, for others hold them.
     *
     * @param known which other places of these visitors those others know
     * @return of these visitors, those who were told another place before, elsewhere, and are told that one again
     */
    private Map<UUID, Place> give(Map<UUID, Place> given, List<Map<UUID, Place>> known) {
        known.forEach(this::toldElsewhere);
        Map<UUID, Place> told = new HashMap<>(given);
        Map<UUID, Place> instead = new HashMap<>();
        Positions doubled = new Positions();
        given.forEach(
                (key, place) -> place(key).filter(other -> stands(other, place)).ifPresent(other -> {
                    told.remove(key);
                    instead.put(key, other);
                    doubled.add(place.position());
                }));
        ledger.goneNow(doubled);
        lately.putAll(told);
        write(told);
        return instead;
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
            if (!ledger.view().lives(place.position())) {
                // An old batch: the place may have yielded to another long ago.
                return;
            }
            Optional<Place> known = written(key);
            if (known.isEmpty() || stands(place, known.get())) {
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
        found.putAll(elsewhere);
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
        // A write that never came back has to be made again.
        lookAfter(underWay, (key, place) -> write(Map.of(key, place)));
        // Whoever told it writes it, or whoever takes over from that node.
        lookAfter(elsewhere, (key, place) -> {});
        review();
        return pace.begin(ledger.view().gone()) ? drop(most) : 0;
    }

    private int drop(int most) {
        long gone = ledger.view().gone();
        long[] held = {0};
        Map<UUID, byte[]> ended = new HashMap<>();
        tickets.forEach((key, bytes) -> {
            held[0]++;
            if (ended.size() < most && !ledger.view().lives(Place.of(bytes).position())) {
                ended.put(key, bytes);
            }
        });
        ended.keySet().forEach(tickets::remove);
        pace.looked(held[0] - ended.size(), gone, ended.size() == most);
        return ended.size();
    }

    /** What the map shows by now is awaited no longer, nor what is gone; where it shows another place, the two are settled. */
    private void lookAfter(ConcurrentHashMap<UUID, Place> awaited, BiConsumer<UUID, Place> notShown) {
        awaited.forEach((key, place) -> {
            Optional<Place> now = shown(key).filter(this::lives);
            if (!lives(place)) {
                awaited.remove(key, place);
            } else if (now.isEmpty()) {
                notShown.accept(key, place);
            } else if (now.get().position() == place.position()) {
                awaited.remove(key, place);
            } else {
                meet(key, place, now.get());
            }
        });
    }

    /**
     * Looks places up again that were given here a while ago: a map tells nothing of what comes in while it is being
     * filled, so of two places of one visitor it may have shown only one.
     */
    private void review() {
        given.addFirst(lately);
        lately = new ConcurrentHashMap<>();
        given.forEach(places -> places.forEach((key, place) -> {
            if (lives(place)) {
                meet(key, place, shown(key).orElse(place));
            }
        }));
        if (given.size() > REVIEWS) {
            given.removeLast();
        }
    }

    private void meet(UUID key, Place known, Place other) {
        if (known.position() != other.position()) {
            loop.execute(() -> settle(key, known, other));
        }
    }

    private void settle(UUID key, Place known, Place put) {
        Place stands = standing(known, put);
        Place yields = stands == known ? put : known;
        if (lives(yields)) {
            giveUp(yields, stands);
        }
        underWay.remove(key, yields);
        elsewhere.remove(key, yields);
        boolean hidden =
                shown(key).filter(now -> standing(now, stands) == stands).isPresent();
        if (hidden && lives(stands)) {
            write(Map.of(key, stands));
        }
    }

    private void giveUp(Place yields, Place stands) {
        if (ledger.isExpress(yields.position())
                && stands.replaced() != yields.position()
                && !ledger.isInside(stands.position())) {
            // Whoever was let in out of turn stays in.
            ledger.letInOutOfTurn(Positions.of(stands.position()));
        }
        ledger.goneNow(Positions.of(yields.position()));
    }

    private final class Merge implements TicketMap.Listener {

        @Override
        public void put(UUID key, Optional<byte[]> before, byte[] now) {
            Place put = Place.of(now);
            before.map(Place::of).ifPresent(known -> meet(key, known, put));
            seen(underWay, key, put);
            seen(elsewhere, key, put);
            if (!ledger.view().lives(put.position())) {
                pace.stray();
            }
        }

        private void seen(ConcurrentHashMap<UUID, Place> awaited, UUID key, Place put) {
            Place place = awaited.get(key);
            if (place != null) {
                if (place.position() == put.position()) {
                    awaited.remove(key);
                } else {
                    meet(key, place, put);
                }
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
