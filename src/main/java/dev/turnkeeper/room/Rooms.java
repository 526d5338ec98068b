package dev.turnkeeper.room;

import dev.turnkeeper.state.NoAnswer;
import dev.turnkeeper.state.Registers;
import dev.turnkeeper.state.ReplicatedBytes;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * The book of rooms. Reads are local and take no lock. Who serves visitors reads it as it is in force, who manages rooms
 * as it is configured.
 *
 * <p>The truth of a room is one register, {@code room:<id>}, replaced whole by compareAndSet with the next version. Only
 * then does the value go into the replicated map, from which every node takes what is of a higher version than its own;
 * so a late or doubled put does no harm. A node that dies between register and map leaves the others behind, until
 * {@link #repair} has read the registers. Routes are checked against the local book, so two nodes may give two rooms the
 * same route in one moment: the table then prefers the lower id on every node.
 */
public final class Rooms {

    private static final Logger LOG = System.getLogger(Rooms.class.getName());
    private static final int ATTEMPTS = 32;

    private final Registers registers;
    private final ReplicatedBytes shared;
    private final InstantSource clock;
    private final AtomicReference<RoomBook> book = new AtomicReference<>(RoomBook.EMPTY);
    private final List<RoomListener> listeners = new CopyOnWriteArrayList<>();
    private Optional<Emergency.Mode> emergency = Optional.empty();
    private volatile RoomBook inForce = RoomBook.EMPTY;

    private Rooms(Registers registers, ReplicatedBytes shared, InstantSource clock) {
        this.registers = registers;
        this.shared = shared;
        this.clock = clock;
    }

    /**
     * @param shared the map of rooms, by id; nothing else may write to it
     * @param clock the grid's, which schedules go by
     */
    public static Rooms of(Registers registers, ReplicatedBytes shared, InstantSource clock) {
        Rooms rooms = new Rooms(registers, shared, clock);
        shared.listen((id, bytes) -> rooms.hear(bytes));
        shared.all().values().forEach(rooms::hear);
        return rooms;
    }

    /** As it is in force. */
    public Optional<Room> find(RoomId id) {
        return inForce.find(id);
    }

    /** As they are in force, by id. */
    public Collection<Room> all() {
        return inForce.rooms();
    }

    public RouteTable routes() {
        return inForce.routes();
    }

    /** As an operator has set it, whatever emergency there is. */
    public Optional<Room> configured(RoomId id) {
        return book().find(id);
    }

    /** As operators have set them, by id. */
    public Collection<Room> configured() {
        return book().rooms();
    }

    /** What holds for all rooms from now on. @return whether that is something else than before */
    public synchronized boolean use(Optional<Emergency.Mode> now) {
        boolean changes = !now.equals(emergency);
        if (changes) {
            emergency = now;
            putInForce();
        }
        return changes;
    }

    private synchronized void putInForce() {
        RoomBook now = book();
        inForce = emergency.map(mode -> now.showing(mode::over)).orElse(now);
    }

    /** Hears of every change from now on, of all nodes. */
    public void listen(RoomListener listener) {
        listeners.add(listener);
    }

    /** By the clock that schedules go by. */
    public Instant now() {
        return clock.instant();
    }

    /** What {@link #create} would make. */
    public Room draft(RoomSettings settings) {
        return Room.first(settings, 1, 1, clock.instant());
    }

    /**
     * EXISTS where there is one; a deleted room's id comes back in the next generation. Of its schedule, the last step of
     * each kind counts from the start.
     */
    public RoomChange create(RoomSettings settings) {
        return replace(settings.id(), known -> {
            Optional<Room> before = known.flatMap(StoredRoom::room);
            if (before.isPresent()) {
                return new Step(RoomChange.of(RoomChange.Kind.EXISTS, before, before), Optional.empty());
            }
            Room room = Room.first(
                    settings,
                    1 + known.map(StoredRoom::version).orElse(0L),
                    1 + known.map(StoredRoom::generation).orElse(0L),
                    clock.instant());
            return write(before, room);
        });
    }

    /**
     * @param expectedVersion STALE where the room has another; empty: whichever it has
     * @param change from the room as it is to the room as it shall be, version aside; may be asked several times, and what
     *     it throws comes through with nothing changed
     */
    public RoomChange change(RoomId id, Optional<Long> expectedVersion, UnaryOperator<Room> change) {
        return replace(id, known -> {
            Optional<Room> before = known.flatMap(StoredRoom::room);
            if (before.isEmpty()) {
                return new Step(RoomChange.of(RoomChange.Kind.NO_SUCH_ROOM, before, before), Optional.empty());
            }
            Room room = before.get();
            if (expectedVersion.isPresent() && expectedVersion.get() != room.version()) {
                return new Step(RoomChange.of(RoomChange.Kind.STALE, before, before), Optional.empty());
            }
            Room wanted = change.apply(room);
            if (wanted.equals(room)) {
                return new Step(RoomChange.of(RoomChange.Kind.UNCHANGED, before, before), Optional.empty());
            }
            // A schedule looks ahead: writing one late at night must not do what it says of the morning.
            Room next = wanted.settings().schedule().equals(room.settings().schedule())
                    ? wanted
                    : wanted.from(room.agenda().doneBy(clock.instant()));
            return write(before, next.atVersion(room.version() + 1));
        });
    }

    /**
     * Does what schedules have due. To be called once a second on every node: each step is done by one of them.
     *
     * @return what this node did
     */
    public List<RoomChange> followSchedules() {
        Instant now = clock.instant();
        return configured().stream()
                .filter(room -> room.agenda().isDue(now))
                .map(room -> change(room.id(), Optional.empty(), known -> known.following(now)))
                .filter(change -> change.kind() == RoomChange.Kind.DONE)
                .toList();
    }

    /** What the tick's winner does with a draining room that is empty: CLOSED, unless anything changed since. */
    public RoomChange close(RoomId id, long version) {
        return change(id, Optional.of(version), room -> room.withState(RoomState.CLOSED));
    }

    /** @param mayGo throws where the room as it is may not go */
    public RoomChange delete(RoomId id, Consumer<Room> mayGo) {
        return replace(id, known -> {
            Optional<Room> before = known.flatMap(StoredRoom::room);
            if (before.isEmpty()) {
                return new Step(RoomChange.of(RoomChange.Kind.NO_SUCH_ROOM, before, before), Optional.empty());
            }
            mayGo.accept(before.get());
            StoredRoom tombstone = StoredRoom.of(before.get()).deleted();
            return new Step(RoomChange.of(RoomChange.Kind.DONE, before, Optional.empty()), Optional.of(tombstone));
        });
    }

    /** What a change would meet among the routes of other rooms. */
    public Optional<RouteConflict> conflict(RoomSettings settings) {
        return routes().conflict(settings);
    }

    /**
     * Brings registers, map and this node's book together again, for every room that any of them tells of; does nothing
     * where they agree.
     *
     * @return false where a register did not answer: the rest is left for the next time
     */
    public boolean repair() {
        Map<String, byte[]> mapped = shared.all();
        Set<RoomId> ids = new HashSet<>(book().ids());
        mapped.keySet().forEach(key -> RoomId.parse(key).ifPresent(ids::add));
        Map<RoomId, CompletionStage<Optional<byte[]>>> reads = new TreeMap<>();
        ids.forEach(id -> reads.put(id, registers.get(register(id))));
        try {
            for (Map.Entry<RoomId, CompletionStage<Optional<byte[]>>> read : reads.entrySet()) {
                repair(
                        read.getKey(),
                        NoAnswer.await(read.getValue()),
                        Optional.ofNullable(mapped.get(read.getKey().value())));
            }
            return true;
        } catch (NoAnswer none) {
            return false;
        }
    }

    private void repair(RoomId id, Optional<byte[]> registered, Optional<byte[]> mapped) throws NoAnswer {
        Optional<StoredRoom> ours = book().stored(id);
        Optional<StoredRoom> truth = registered.map(StoredRoom::ofBytes);
        if (ours.isPresent() && versionOf(truth) < ours.get().version()) {
            // Registers were re-created empty after a lost majority: the book is what is left.
            byte[] bytes = ours.get().toBytes();
            if (NoAnswer.await(registers.compareAndSet(register(id), registered, bytes))) {
                shared.put(id.value(), bytes);
            }
            return;
        }
        if (registered.isPresent()) {
            truth.ifPresent(this::take);
            if (mapped.isEmpty() || !Arrays.equals(mapped.get(), registered.get())) {
                shared.put(id.value(), registered.get());
            }
        }
    }

    /** What to answer, and what to write first. */
    private record Step(RoomChange outcome, Optional<StoredRoom> write) {}

    private Step write(Optional<Room> before, Room room) {
        boolean sameRoutes = before.isPresent() && before.get().routes().equals(room.routes());
        Optional<RouteConflict> conflict = sameRoutes ? Optional.empty() : conflict(room.settings());
        return conflict.map(taken -> new Step(RoomChange.taken(before, taken), Optional.empty()))
                .orElseGet(() -> new Step(
                        RoomChange.of(RoomChange.Kind.DONE, before, Optional.of(room)),
                        Optional.of(StoredRoom.of(room))));
    }

    private RoomChange replace(RoomId id, Function<Optional<StoredRoom>, Step> decide) {
        try {
            for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
                Optional<byte[]> registered = NoAnswer.await(registers.get(register(id)));
                Optional<StoredRoom> known = registered.map(StoredRoom::ofBytes);
                known.ifPresent(this::adopt);
                Optional<StoredRoom> ours = book().stored(id);
                Step step = decide.apply(versionOf(known) < versionOf(ours) ? ours : known);
                if (step.write.isEmpty()) {
                    return step.outcome;
                }
                byte[] bytes = step.write.get().toBytes();
                if (NoAnswer.await(registers.compareAndSet(register(id), registered, bytes))) {
                    take(step.write.get());
                    shared.put(id.value(), bytes);
                    return step.outcome;
                }
            }
        } catch (NoAnswer none) {
            LOG.log(Level.DEBUG, "the register of room {0} gave no answer", id);
        }
        return RoomChange.of(RoomChange.Kind.NO_MAJORITY, configured(id), configured(id));
    }

    /** A register that is ahead of our book: whoever wrote it may have died before telling the others. */
    private void adopt(StoredRoom registered) {
        if (take(registered)) {
            shared.put(registered.id().value(), registered.toBytes());
        }
    }

    private void hear(byte[] bytes) {
        try {
            take(StoredRoom.ofBytes(bytes));
        } catch (IllegalStateException unreadable) {
            LOG.log(Level.WARNING, "A room told by another node is left as it was: {0}", unreadable.getMessage());
        }
    }

    private boolean take(StoredRoom newer) {
        while (true) {
            RoomBook was = book();
            Optional<StoredRoom> known = was.stored(newer.id());
            if (versionOf(known) >= newer.version()) {
                return false;
            }
            if (book.compareAndSet(was, was.with(newer))) {
                putInForce();
                Optional<Room> before = known.flatMap(StoredRoom::room);
                listeners.forEach(listener -> listener.changed(before, newer.room()));
                return true;
            }
        }
    }

    private RoomBook book() {
        return Objects.requireNonNull(book.get());
    }

    private static long versionOf(Optional<StoredRoom> stored) {
        return stored.map(StoredRoom::version).orElse(0L);
    }

    private static String register(RoomId id) {
        return "room:" + id;
    }
}
