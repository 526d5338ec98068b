package dev.turnkeeper.node;

import dev.turnkeeper.grid.GridMember;
import dev.turnkeeper.grid.HazelcastGrid;
import dev.turnkeeper.pass.KeyRing;
import dev.turnkeeper.room.Emergency;
import dev.turnkeeper.room.EmergencySwitch;
import dev.turnkeeper.room.Room;
import dev.turnkeeper.room.RoomId;
import dev.turnkeeper.room.RoomTraffic;
import dev.turnkeeper.room.Rooms;
import dev.turnkeeper.state.ReplicatedBytes;
import dev.turnkeeper.state.SharedValue;
import dev.turnkeeper.tick.Ledger;
import dev.turnkeeper.tick.LedgerName;
import dev.turnkeeper.tick.Ledgers;
import dev.turnkeeper.tick.RoomTerms;
import dev.turnkeeper.tick.TickLoop;
import dev.turnkeeper.tick.Witness;
import dev.turnkeeper.ticket.VisitorKey;
import dev.turnkeeper.visit.Guard;
import dev.turnkeeper.visit.LiveRooms;
import dev.turnkeeper.visit.Pulse;
import dev.turnkeeper.visit.RoomViews;
import dev.turnkeeper.visit.Visits;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * This node's part in the grid, put together: one thread that works the tick ({@code loop}), one for what may wait
 * ({@code upkeep}), and between them and Hazelcast only the ports of {@code state}.
 */
final class Grid implements RoomTraffic {

    private static final long TIMER_MILLIS = 50;
    private static final long UPKEEP_SECONDS = 5;
    private static final int SWEPT_AT_ONCE = 5_000;
    private static final int SECRET_BYTES = 32;
    private static final String SECRET = "visitor-secret";

    private final HazelcastGrid hazelcast;
    private final ScheduledExecutorService loop;
    private final ScheduledExecutorService upkeep;
    private final VisitorKey.Maker keys = new VisitorKey.Maker(random());
    private final Ledgers ledgers;
    private final GridClock clock;
    private final Rooms rooms;
    private final KeyRing keyRing;
    private final ReplicatedBytes sharedCopies;
    private final List<SharedValue> shared = new CopyOnWriteArrayList<>();
    private final TickLoop ticks;
    private final Visits visits;
    private final Pulse pulse = new SeenFromHere();
    private final RoomViews views;
    private final LiveRooms live;
    private final NodeEvents events;
    private final ConsensusSeat seat;
    private final GridWatch watch = new GridWatch(System::nanoTime);
    private final EmergencySwitch emergency;
    private final NodeLoad load = NodeLoad.ofThisProcess();
    private volatile boolean secretKnown;
    private volatile boolean open;

    /** @param witness of all that comes to be known of places */
    Grid(HazelcastGrid hazelcast, NodeEvents events, Guard guard, NodeSettings settings, Witness witness) {
        this.hazelcast = hazelcast;
        this.ledgers = new Ledgers(witness);
        this.views = new RoomViews(ledgers);
        this.live = new LiveRooms(ledgers, this);
        this.seat = new ConsensusSeat(hazelcast.consensus(), settings.dataFolder());
        this.events = events;
        this.loop = Executors.newSingleThreadScheduledExecutor(work -> new Thread(work, "turnkeeper-loop"));
        this.upkeep = Executors.newSingleThreadScheduledExecutor(work -> new Thread(work, "turnkeeper-upkeep"));
        hazelcast.start();
        this.clock = GridClock.of(hazelcast.replicated("clocks"), InstantSource.system(), System::nanoTime);
        this.rooms = Rooms.of(hazelcast.registers(), hazelcast.replicated("rooms"), clock);
        this.keyRing = KeyRing.of(
                hazelcast.registers(),
                hazelcast.replicated("keys"),
                settings.web().passAlgorithm(),
                new SecureRandom(),
                InstantSource.system());
        this.sharedCopies = hazelcast.replicated("shared");
        this.visits = new Visits(
                ledgers,
                hazelcast.ticketMaps(),
                hazelcast.counters(),
                this::onLoop,
                (work, nanos) -> loop.schedule(guarded(work), nanos, TimeUnit.NANOSECONDS),
                pulse,
                guard,
                settings.nodes(),
                events);
        this.ticks = new TickLoop(
                this::onLoop,
                System::nanoTime,
                hazelcast.counters(),
                hazelcast.registers(),
                hazelcast.bus(),
                ledgers,
                () -> rooms.all().stream().map(RoomTerms::of).toList(),
                visits,
                settings.nodes(),
                events);
        SharedValue switched = shared("emergency");
        this.emergency = new EmergencySwitch(switched, ticks::tick);
        switched.listen(() -> onUpkeep(this::useEmergency));
        rooms.listen(this::changed);
        rooms.all().forEach(visits::prepare);
    }

    /**
     * Takes up work.
     *
     * @param learn what else is to be asked of the grid before this node is ready; may take some seconds, and is asked again
     *     where it answers false
     * @return done once everything that the grid knows is known here
     */
    CompletionStage<Void> start(BooleanSupplier learn) {
        loop.scheduleWithFixedDelay(guarded(ticks::onTimer), TIMER_MILLIS, TIMER_MILLIS, TimeUnit.MILLISECONDS);
        upkeep.scheduleWithFixedDelay(guarded(this::keep), UPKEEP_SECONDS, UPKEEP_SECONDS, TimeUnit.SECONDS);
        upkeep.scheduleWithFixedDelay(guarded(this::look), 0, 1, TimeUnit.SECONDS);
        return hazelcast
                .loaded()
                .thenCompose(loaded -> learnSecret())
                .thenCompose(known -> learnKeys())
                .thenCompose(known -> later(() -> untilLearnt(learn)))
                .thenCompose(known -> untilReady())
                .thenRun(() -> open = true);
    }

    /** Says goodbye to the others, so that nothing this node heard is missing. */
    void leave() {
        open = false;
        CompletableFuture.runAsync(ticks::sayGoodbye, loop)
                .orTimeout(1, TimeUnit.SECONDS)
                .exceptionally(failed -> null)
                .join();
    }

    void stop() {
        loop.shutdownNow();
        upkeep.shutdownNow();
        hazelcast.close();
    }

    /** Knows what the grid knows; not for a while after a merge, when the maps are filled again. */
    boolean isOpen() {
        return open && ticks.isReady() && !hazelcast.isRecovering();
    }

    /** Whether the counters have lately answered, and no visitor's ticket can be missing here. */
    boolean mayGivePlaces() {
        return open && ticks.mayGivePlaces() && !hazelcast.isRecovering();
    }

    /** What schedules go by. */
    InstantSource clock() {
        return clock;
    }

    Rooms rooms() {
        return rooms;
    }

    Visits visits() {
        return visits;
    }

    RoomViews views() {
        return views;
    }

    LiveRooms live() {
        return live;
    }

    Pulse pulse() {
        return pulse;
    }

    EmergencySwitch emergency() {
        return emergency;
    }

    Ledgers ledgers() {
        return ledgers;
    }

    TickLoop ticks() {
        return ticks;
    }

    VisitorKey.Maker keys() {
        return keys;
    }

    KeyRing keyRing() {
        return keyRing;
    }

    /** A value of this name; there is one of each. */
    SharedValue shared(String name) {
        SharedValue value = SharedValue.of(name, hazelcast.registers(), sharedCopies);
        shared.add(value);
        return value;
    }

    HazelcastGrid hazelcast() {
        return hazelcast;
    }

    @Override
    public long waiting(RoomId room) {
        return sum(room, Ledger::waiting, false);
    }

    @Override
    public long inside(RoomId room) {
        return sum(room, ledger -> ledger.view().inside(), true);
    }

    @Override
    public boolean isDecided(Room room) {
        return ledgers.find(new LedgerName(room.id().value(), room.generation()))
                .filter(ledger -> ledger.decidedUnder() >= room.version())
                .isPresent();
    }

    private long sum(RoomId id, ToLongFunction<Ledger> of, boolean oldToo) {
        return rooms.find(id).stream()
                .flatMapToLong(room -> LongStream.rangeClosed(
                                oldToo ? room.oldestGeneration() : room.generation(), room.generation())
                        .mapToObj(generation -> ledgers.find(new LedgerName(id.value(), generation)))
                        .flatMap(Optional::stream)
                        .mapToLong(of))
                .sum();
    }

    /** Every few seconds. */
    void everyUpkeep(Runnable work) {
        upkeep.scheduleWithFixedDelay(guarded(work), UPKEEP_SECONDS, UPKEEP_SECONDS, TimeUnit.SECONDS);
    }

    /** Once a second, while this node knows what the grid knows and the grid moves on. */
    void everySecond(Runnable work) {
        upkeep.scheduleWithFixedDelay(
                guarded(() -> {
                    if (mayGivePlaces()) {
                        work.run();
                    }
                }),
                1,
                1,
                TimeUnit.SECONDS);
    }

    void onUpkeep(Runnable work) {
        upkeep.execute(guarded(work));
    }

    private void onLoop(Runnable work) {
        loop.execute(guarded(work));
    }

    /** What fails once must not end what is done again and again. */
    private Runnable guarded(Runnable work) {
        return () -> {
            try {
                work.run();
            } catch (RuntimeException failed) {
                events.failed("work of this node", failed);
            }
        };
    }

    private void useEmergency() {
        Optional<Emergency.Mode> mode = emergency.now().map(Emergency::mode);
        if (rooms.use(mode)) {
            events.emergency(mode, emergency.secondsLeft());
        }
    }

    private void look() {
        load.look();
        useEmergency();
        if (open) {
            watch.look(
                    hazelcast.members().stream().map(GridMember::address).collect(Collectors.toSet()), mayGivePlaces());
        } else {
            seat.look();
        }
        if (events.takeMissedTicks() && !rooms.repair()) {
            events.missedTicks();
        }
    }

    private void keep() {
        seat.look();
        tellTime();
        visits.sweep(SWEPT_AT_ONCE);
        if (events.wonLately()) {
            rooms.repair();
            keyRing.repair();
            shared.forEach(SharedValue::repair);
        }
    }

    private void tellTime() {
        hazelcast.here().ifPresent(self -> clock.tell(self.address()));
        events.clockIsOff(clock.aheadMillis());
    }

    private void changed(Optional<Room> before, Optional<Room> after) {
        events.changed(before, after);
        after.ifPresent(room -> {
            visits.prepare(room);
            onLoop(() -> visits.drop(room.id().value(), room.oldestGeneration()));
        });
        if (after.isEmpty()) {
            before.ifPresent(room -> onLoop(() -> visits.drop(room.id().value(), room.generation() + 1)));
        }
    }

    /** The secret that visitor keys are made under: made by the first node that asks, then the same for all. */
    private CompletionStage<Void> learnSecret() {
        return hazelcast
                .registers()
                .get(SECRET)
                .thenCompose(known -> known.isPresent()
                        ? CompletableFuture.completedFuture(known)
                        : hazelcast
                                .registers()
                                .compareAndSet(SECRET, Optional.empty(), random())
                                .thenCompose(done -> hazelcast.registers().get(SECRET)))
                .handle((known, failed) -> {
                    if (failed != null || known.isEmpty()) {
                        return later(this::learnSecret);
                    }
                    keys.use(known.get());
                    secretKnown = true;
                    return CompletableFuture.<Void>completedFuture(null);
                })
                .thenCompose(next -> next);
    }

    /** The keys that passes and tickets are signed with. */
    private CompletionStage<Void> learnKeys() {
        return keyRing.learn()
                .handle((known, failed) ->
                        failed == null ? CompletableFuture.<Void>completedFuture(null) : later(this::learnKeys))
                .thenCompose(next -> next);
    }

    private CompletionStage<Void> untilLearnt(BooleanSupplier learn) {
        return learn.getAsBoolean() ? CompletableFuture.completedFuture(null) : later(() -> untilLearnt(learn));
    }

    private CompletionStage<Void> untilReady() {
        return secretKnown && ticks.mayGivePlaces() && seat.isSettled()
                ? CompletableFuture.completedFuture(null)
                : later(this::untilReady);
    }

    private CompletionStage<Void> later(java.util.function.Supplier<CompletionStage<Void>> again) {
        return CompletableFuture.supplyAsync(
                        again, CompletableFuture.delayedExecutor(200, TimeUnit.MILLISECONDS, upkeep))
                .thenCompose(next -> next);
    }

    /** What visitors are answered by. */
    private final class SeenFromHere implements Pulse {

        @Override
        public boolean isReady() {
            return open;
        }

        @Override
        public boolean isFresh() {
            return ticks.isFresh();
        }

        @Override
        public boolean isWhole() {
            return ticks.isWhole();
        }

        @Override
        public long nanosSince(long tick) {
            return ticks.nanosSince(tick);
        }

        @Override
        public long nanos() {
            return System.nanoTime();
        }

        @Override
        public double load() {
            return load.stretch();
        }
    }

    private static byte[] random() {
        byte[] secret = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(secret);
        return secret;
    }
}
