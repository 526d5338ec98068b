package dev.turnkeeper.node;

import dev.turnkeeper.defence.BlockEvents;
import dev.turnkeeper.grid.GridEvents;
import dev.turnkeeper.notice.NoticeEvents;
import dev.turnkeeper.operator.GridSight;
import dev.turnkeeper.pass.HandOverFault;
import dev.turnkeeper.pass.LoginFault;
import dev.turnkeeper.pass.PassEvents;
import dev.turnkeeper.pass.PassFault;
import dev.turnkeeper.room.Emergency;
import dev.turnkeeper.room.Room;
import dev.turnkeeper.room.RoomId;
import dev.turnkeeper.stats.LocalCounts;
import dev.turnkeeper.stats.Tally;
import dev.turnkeeper.tick.LedgerName;
import dev.turnkeeper.tick.TickEvents;
import dev.turnkeeper.visit.Visit;
import dev.turnkeeper.visit.VisitEvents;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.microprofile.metrics.Counter;
import org.eclipse.microprofile.metrics.Histogram;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.Snapshot;
import org.eclipse.microprofile.metrics.Tag;

/** Turns what happens into metrics and into lines that an operator can read. */
final class NodeEvents implements TickEvents, VisitEvents, GridEvents, PassEvents, BlockEvents, NoticeEvents {

    private static final Logger LOG = Logger.getLogger("dev.turnkeeper");

    /** The same failure is told once in so many ticks. */
    private static final long QUIET_TICKS = 10;

    private static final long CLOCKS_DIFFER_MILLIS = 2_000;
    private static final long CLOCK_TOLD_EVERY_TICKS = 60;

    private final MetricRegistry metrics;
    private final BiConsumer<String, Long> onDrained;
    private final LocalCounts local;
    private final Map<Outcome, Counter> calls = new EnumMap<>(Outcome.class);
    private final Histogram callMicros;
    private final Counter sent;
    private final Counter received;
    private final ConcurrentHashMap<String, Long> told = new ConcurrentHashMap<>();
    private volatile long tick;
    private volatile long lastWon;
    private volatile long clockToldAt = -CLOCK_TOLD_EVERY_TICKS;
    private final AtomicBoolean missedTicks = new AtomicBoolean();

    /**
     * @param onDrained a room, and the version of its configuration, in which nobody waits any more
     * @param local what is counted for statistics too, since no other node sees it
     */
    NodeEvents(MetricRegistry metrics, BiConsumer<String, Long> onDrained, LocalCounts local) {
        this.metrics = metrics;
        this.local = local;
        this.onDrained = onDrained;
        for (Outcome outcome : Outcome.values()) {
            calls.put(outcome, metrics.counter(MetricNames.CP_CALLS, new Tag(MetricNames.RESULT, lowerCase(outcome))));
        }
        this.callMicros = metrics.histogram(MetricNames.CP_CALL_MICROS);
        this.sent = metrics.counter(MetricNames.EXCHANGE_SENT);
        this.received = metrics.counter(MetricNames.EXCHANGE_RECEIVED);
    }

    /** Whether this node decided within the last seconds. */
    boolean wonLately() {
        return tick - lastWon < QUIET_TICKS;
    }

    /** The latest tick that this node decided at; 0 where there was none. */
    long wonLast() {
        return lastWon;
    }

    GridSight.Calls calls() {
        Snapshot micros = callMicros.getSnapshot();
        return new GridSight.Calls(
                count(Outcome.ANSWERED),
                count(Outcome.FAILED),
                count(Outcome.UNANSWERED),
                percentile(micros, 0.5),
                percentile(micros, 0.99));
    }

    GridSight.Exchanged exchanged() {
        return new GridSight.Exchanged(sent.getCount(), received.getCount());
    }

    private long count(Outcome outcome) {
        return Objects.requireNonNull(calls.get(outcome)).getCount();
    }

    private OptionalLong percentile(Snapshot micros, double share) {
        return callMicros.getCount() == 0
                ? OptionalLong.empty()
                : Arrays.stream(micros.percentileValues())
                        .filter(value -> value.getPercentile() == share)
                        .mapToLong(value -> Math.round(value.getValue()))
                        .findFirst();
    }

    /** True once after each time in which changes of rooms may have passed this node by. */
    boolean takeMissedTicks() {
        return missedTicks.getAndSet(false);
    }

    @Override
    public void missedTicks() {
        missedTicks.set(true);
    }

    @Override
    public void ticked(long now) {
        tick = now;
    }

    @Override
    public void won(long won) {
        lastWon = won;
        metrics.counter(MetricNames.TICKS_WON).inc();
    }

    @Override
    public void decided(LedgerName ledger, long letIn, long abandoned, long ended) {
        count(MetricNames.OUTFLOW, ledger.room(), letIn);
        count(MetricNames.ABANDONED, ledger.room(), abandoned);
        count(MetricNames.ENDED, ledger.room(), ended);
    }

    @Override
    public void drained(String room, long policyVersion) {
        onDrained.accept(room, policyVersion);
    }

    @Override
    public void configurationIsStale(String room) {
        once("room " + room + ": another node knows a newer configuration; deciding is left to it");
    }

    @Override
    public void failed(String what, Throwable why) {
        once(what + " failed, and is tried again: " + rootOf(why));
        LOG.log(Level.FINE, what, why);
    }

    @Override
    public void entered(String room) {
        count(MetricNames.INFLOW, room, 1);
    }

    @Override
    public void letAhead(String room) {
        count(MetricNames.EXPRESS, room, 1);
    }

    @Override
    public void turnedAway(String room, Visit.Outcome outcome) {
        metrics.counter(
                        MetricNames.TURNED_AWAY,
                        new Tag(MetricNames.ROOM, room),
                        new Tag(MetricNames.REASON, lowerCase(outcome)))
                .inc();
        if (outcome != Visit.Outcome.NOT_CONTROLLED) {
            local.count(room, Tally.TURNED_AWAY);
        }
    }

    @Override
    public void called(Outcome outcome, long nanos) {
        Objects.requireNonNull(calls.get(outcome)).inc();
        if (outcome == Outcome.ANSWERED) {
            callMicros.update(nanos / 1_000);
        }
    }

    @Override
    public void sent(int bytes) {
        sent.inc(bytes);
    }

    @Override
    public void received(int bytes) {
        received.inc(bytes);
    }

    @Override
    public void bypassed(String room) {
        count(MetricNames.BYPASSED, room, 1);
        local.count(room, Tally.BYPASSED);
    }

    @Override
    public void blocked(RoomId room) {
        count(MetricNames.BLOCKED, room.value(), 1);
        local.count(room.value(), Tally.BLOCKED);
    }

    @Override
    public void broughtIn(String room, int visitors) {
        count(MetricNames.BROUGHT_IN, room, visitors);
        LOG.info("room " + room + ": " + visitors + " visitors who were let by are counted inside now");
    }

    @Override
    public void issuing(String room, int positions) {
        metrics.histogram(MetricNames.ENTER_BATCH, new Tag(MetricNames.ROOM, room))
                .update(positions);
    }

    @Override
    public void notIssued(String room, Throwable why) {
        once("room " + room + ": newcomers are told to wait, for there are no places to be had: " + rootOf(why));
        LOG.log(Level.FINE, room, why);
    }

    @Override
    public void issued(boolean bypass) {
        metrics.counter(MetricNames.PASSES_ISSUED, new Tag(MetricNames.KIND, bypass ? "bypass" : "pass"))
                .inc();
    }

    @Override
    public void refused(PassFault fault) {
        refused(MetricNames.PASSES_REFUSED, fault);
    }

    @Override
    public void refused(HandOverFault fault) {
        refused(MetricNames.HAND_OVERS_REFUSED, fault);
    }

    @Override
    public void refused(LoginFault fault) {
        refused(MetricNames.LOGINS_REFUSED, fault);
    }

    @Override
    public void delivered() {
        metrics.counter(MetricNames.NOTICES_SENT).inc();
    }

    @Override
    public void notTaken(String webhook, String why) {
        metrics.counter(MetricNames.NOTICES_FAILED).inc();
        once("webhook " + webhook + " did not take a notice, and is tried again: " + why);
    }

    @Override
    public void dead(String webhook, String why) {
        metrics.counter(MetricNames.NOTICES_FAILED).inc();
        metrics.counter(MetricNames.NOTICES_DEAD).inc();
        once("webhook " + webhook + " was tried as often as it should be: a notice is a dead letter: " + why);
    }

    private void refused(String metric, Enum<?> fault) {
        metrics.counter(metric, new Tag(MetricNames.REASON, lowerCase(fault))).inc();
    }

    void changed(Optional<Room> before, Optional<Room> after) {
        after.ifPresentOrElse(
                room -> LOG.info("room " + room.id() + ", version " + room.version() + ": " + room.state() + ", limit "
                        + room.limit()
                        + (room.policy().perMinute() > 0 ? ", " + room.policy().perMinute() + " a minute" : "")
                        + before.filter(was -> was.generation() < room.generation())
                                .map(was -> ", reset: generation " + room.generation())
                                .orElse("")),
                () -> before.ifPresent(room -> LOG.info("room " + room.id() + " is deleted")));
    }

    /** @param aheadMillis how far the grid's time is ahead of this node's clock */
    void clockIsOff(long aheadMillis) {
        if (Math.abs(aheadMillis) > CLOCKS_DIFFER_MILLIS && tick - clockToldAt >= CLOCK_TOLD_EVERY_TICKS) {
            clockToldAt = tick;
            LOG.warning("this node's clock is about " + Math.abs(aheadMillis) / 1_000 + " s "
                    + (aheadMillis > 0 ? "behind" : "ahead of") + " the grid's: set the clocks of all nodes by NTP");
        }
    }

    void emergency(Optional<Emergency.Mode> mode, long seconds) {
        LOG.warning(mode.map(now ->
                        "emergency: all rooms are on " + now + ", for " + seconds + " s more unless it is turned off")
                .orElse("emergency: over, all rooms are as they are set"));
    }

    private void once(String line) {
        Long before = told.put(line, tick);
        if (before == null || tick - before >= QUIET_TICKS) {
            LOG.warning(line);
        }
        told.values().removeIf(at -> tick - at > QUIET_TICKS);
    }

    private void count(String name, String room, long by) {
        if (by > 0) {
            metrics.counter(name, new Tag(MetricNames.ROOM, room)).inc(by);
        }
    }

    private static String lowerCase(Enum<?> name) {
        return name.name().toLowerCase(Locale.ROOT);
    }

    private static String rootOf(Throwable why) {
        Throwable root = why;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        return root.getClass().getSimpleName() + (root.getMessage() == null ? "" : ", " + root.getMessage());
    }
}
