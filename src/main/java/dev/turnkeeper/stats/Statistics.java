package dev.turnkeeper.stats;

import dev.turnkeeper.state.MessageBus;
import dev.turnkeeper.state.SharedValue;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import java.util.function.ObjLongConsumer;

/** A node's statistics, put together: one thread that counts, keeps and tells. Answers are given on any thread. */
public final class Statistics implements AutoCloseable {

    private static final Logger LOG = System.getLogger(Statistics.class.getName());

    /** Minutes whose waits "now" goes by. */
    private static final long LATELY = 5;

    private static final long COMPARED_EVERY = 5;
    private static final long COMPARED_HOURS = 2;

    private final Watcher watcher;
    private final LocalCounts local;
    private final SharedValue marks;
    private final LongSupplier tick;
    private final InstantSource clock;
    private final int self;
    private final Archive archive;
    private final Recorder recorder;
    private final Gossip gossip;
    private final ScheduledExecutorService thread;
    private final AtomicBoolean marking = new AtomicBoolean();
    private volatile boolean ready;
    private long keptAt;

    /**
     * @param watcher of all ledgers from the start
     * @param marks of minutes, shared by the grid
     * @param tick the latest that was seen
     * @param clock the grid's
     */
    public Statistics(
            Watcher watcher,
            LocalCounts local,
            Shelf shelf,
            MessageBus bus,
            SharedValue marks,
            LongSupplier tick,
            InstantSource clock) {
        this.watcher = watcher;
        this.local = local;
        this.marks = marks;
        this.tick = tick;
        this.clock = clock;
        this.self = bus.self().hashCode();
        this.archive = new Archive(shelf, minute());
        this.recorder = new Recorder(archive);
        this.thread = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread made = new Thread(work, "turnkeeper-statistics");
            made.setDaemon(true);
            return made;
        });
        this.gossip = new Gossip(bus, thread, archive);
    }

    /** Puts down what is told from now on; once a second. */
    public void start() {
        thread.scheduleWithFixedDelay(this::tryToStep, 1, 1, TimeUnit.SECONDS);
    }

    /** This node knows what the grid knows: what comes from now on counts. */
    public void ready() {
        ready = true;
    }

    /**
     * Sees to it that this minute has a mark; waits for the grid, up to some seconds, so not to be called by who must not. To
     * be called about once a second.
     */
    public void mark() {
        long now = minute();
        Marks known = marks();
        if ((known.isEmpty() || known.latest() < now) && marking.compareAndSet(false, true)) {
            try {
                marks.change(bytes -> {
                    Marks newest = bytes.map(Marks::of).orElse(Marks.NONE);
                    return newest.isEmpty() || newest.latest() < now
                            ? Optional.of(newest.with(now, tick.getAsLong() + 1).toBytes())
                            : Optional.empty();
                });
            } finally {
                marking.set(false);
            }
        }
    }

    private void tryToStep() {
        try {
            step();
        } catch (RuntimeException failed) {
            LOG.log(Level.WARNING, "statistics could not be brought up to date, and are in a second", failed);
        }
    }

    private void step() {
        long now = minute();
        Marks known = marks();
        watcher.drainTo(recorder);
        if (ready && !recorder.hasBegun() && !known.isEmpty()) {
            recorder.begin(tick.getAsLong(), known);
            gossip.begin();
        }
        recorder.step(tick.getAsLong(), now, known);
        Map<String, long[]> seen = local.take(now);
        if (!seen.isEmpty()) {
            seen.forEach((room, counts) -> archive.merge(room, now, Minute.of(self, counts)));
            gossip.tell(now, self, seen);
        }
        gossip.step(now);
        if (now != keptAt) {
            keptAt = now;
            archive.keep(now);
            if (now % COMPARED_EVERY == 0) {
                gossip.compare(COMPARED_HOURS);
            }
        }
    }

    /** Whether anything is kept of this room, be it deleted. */
    public boolean knows(String room) {
        return archive.knows(room);
    }

    /**
     * A chart; steps in which nothing happened are points too.
     *
     * @param from beginning of a step
     * @param to is left out
     */
    public List<Point> series(String room, Step step, ZoneId zone, Instant from, Instant to) {
        List<Instant> starts = new ArrayList<>();
        for (Instant at = from; at.isBefore(to); at = step.next(at, zone)) {
            starts.add(at);
        }
        List<Point> points = new ArrayList<>(starts.size());
        Sum sum = new Sum();
        int[] current = {0};
        long unit = step == Step.MINUTE ? 60 : 900;
        ObjLongConsumer<Minute> add = (minute, at) -> {
            long second = at * unit;
            while (current[0] + 1 < starts.size() && starts.get(current[0] + 1).getEpochSecond() <= second) {
                points.add(sum.point(starts.get(current[0]++)));
                sum.clear();
            }
            sum.add(minute);
        };
        long first = Math.floorDiv(from.getEpochSecond(), unit);
        long last = Math.floorDiv(to.getEpochSecond(), unit);
        if (step == Step.MINUTE) {
            archive.minutes(room, first, last, add);
        } else {
            archive.quarters(room, first, last, add);
        }
        while (current[0] < starts.size()) {
            points.add(sum.point(starts.get(current[0]++)));
            sum.clear();
        }
        return points;
    }

    /** All that is kept as one point. */
    public Point total(String room, Instant now) {
        Sum sum = new Sum();
        long quarter = Math.floorDiv(now.getEpochSecond(), 900L);
        archive.quarters(room, quarter - Archive.QUARTERS_KEPT, quarter + 2, (one, at) -> sum.add(one));
        return sum.point(now);
    }

    /** This second of a room, some seconds late, when the word of all nodes has come; what nobody knows yet is zero. */
    public Now now(String room) {
        Recorder.Second second = recorder.second(room);
        long minute = minute();
        Sum lately = new Sum();
        archive.minutes(room, minute - LATELY, minute + 1, (one, at) -> lately.add(one));
        Sum running = new Sum();
        archive.minutes(room, minute, minute + 1, (one, at) -> running.add(one));
        Point point = lately.point(Instant.ofEpochSecond(60 * minute));
        Point local = running.point(Instant.ofEpochSecond(60 * minute));
        long[] counts = new long[Tally.values().length];
        if (second != null) {
            System.arraycopy(second.counts(), 0, counts, 0, second.counts().length);
            counts[Tally.WAITING.ordinal()] = second.waiting();
            counts[Tally.INSIDE.ordinal()] = second.inside();
        }
        for (Tally tally : Tally.LOCAL) {
            counts[tally.ordinal()] = local.count(tally);
        }
        return new Now(
                new Point(clock.instant().minusSeconds(Recorder.LAG), counts, point.p50(), point.p95(), point.p99()),
                second == null ? 0 : second.serving(),
                second == null ? 0 : second.issued());
    }

    /** @param point flows of one second, what single nodes saw of the running minute */
    public record Now(Point point, long serving, long issued) {}

    @Override
    public void close() {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(5, TimeUnit.SECONDS)) {
                thread.shutdownNow();
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
        archive.close();
    }

    private Marks marks() {
        return marks.get().map(Marks::of).orElse(Marks.NONE);
    }

    private long minute() {
        return Math.floorDiv(clock.millis(), 60_000L);
    }
}
