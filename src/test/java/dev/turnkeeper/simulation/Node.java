package dev.turnkeeper.simulation;

import dev.turnkeeper.room.Room;
import dev.turnkeeper.state.Counters;
import dev.turnkeeper.state.TicketMaps;
import dev.turnkeeper.tick.LedgerName;
import dev.turnkeeper.tick.Ledgers;
import dev.turnkeeper.tick.RoomTerms;
import dev.turnkeeper.tick.TickEvents;
import dev.turnkeeper.tick.TickLoop;
import dev.turnkeeper.tick.TicketCarrier;
import dev.turnkeeper.ticket.VisitorKey;
import dev.turnkeeper.visit.Asked;
import dev.turnkeeper.visit.Coming;
import dev.turnkeeper.visit.Pulse;
import dev.turnkeeper.visit.Visit;
import dev.turnkeeper.visit.VisitEvents;
import dev.turnkeeper.visit.Visits;
import dev.turnkeeper.visit.WebVisits;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;

/** One process of one configured node: the real code, driven by virtual time. */
final class Node {

    static final int NODES = 3;

    private static final long TIMER = 100 * VirtualTime.MILLI;

    private final VirtualTime time;
    private final String place;
    private final String name;
    private final Network network;
    private final Network.Member member;
    private final Ledgers ledgers = new Ledgers();
    private final TickLoop loop;
    private final Visits visits;
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private final double clockRate;
    private final long clockOffset;
    private Room room;
    private boolean up = true;
    private boolean paused;
    private long inContactSince = Long.MAX_VALUE;

    Node(
            VirtualTime time,
            String place,
            int incarnation,
            Network network,
            Consensus consensus,
            SharedTickets tickets,
            Room room,
            Laws laws,
            PlantedFault fault) {
        this.time = time;
        this.place = place;
        this.name = place + incarnation;
        this.network = network;
        this.room = room;
        this.member = network.join(name, place);
        this.clockRate = fault == PlantedFault.TWO_TICKS && place.equals("a")
                ? 2.0
                : 0.999 + 0.002 * time.random().nextDouble();
        this.clockOffset = time.random().nextLong() >> 4;
        Counters counters = consensus.countersOf(name);
        TicketMaps maps = tickets.join(name);
        int budgets = fault == PlantedFault.WHOLE_BUDGET_EACH ? 1 : NODES;
        this.visits = new Visits(
                ledgers,
                maps,
                counters,
                this::run,
                (task, nanos) -> time.in(5 * VirtualTime.MILLI, () -> run(task)),
                new SeenFromHere(),
                call -> cutOff(call.get()),
                budgets,
                new VisitEvents() {
                    @Override
                    public void bypassed(String room) {
                        laws.bypassed(name);
                    }
                });
        this.loop = new TickLoop(
                this::run,
                this::nanos,
                counters,
                consensus.registersOf(name),
                member,
                ledgers,
                () -> List.of(RoomTerms.of(this.room)),
                fault == PlantedFault.NOT_BROUGHT_IN ? new NeverTicked(visits) : visits,
                fault == PlantedFault.NO_LEASE ? 1 : NODES,
                TickEvents.NONE);
        visits.prepare(room);
        timer();
    }

    private void timer() {
        if (up) {
            run(loop::onTimer);
            time.in(TIMER, this::timer);
        }
    }

    private void run(Runnable task) {
        time.in(0, () -> {
            if (up && paused) {
                waiting.add(task);
            } else if (up) {
                task.run();
            }
        });
    }

    void crash(long noticedAfter) {
        up = false;
        network.crash(name, noticedAfter);
    }

    void leave() {
        loop.sayGoodbye();
        network.leave(name);
        time.in(100 * VirtualTime.MILLI, () -> up = false);
    }

    void pause(long length) {
        paused = true;
        member.paused(true);
        time.in(length, () -> {
            paused = false;
            member.paused(false);
            List<Runnable> late = List.copyOf(waiting);
            waiting.clear();
            late.forEach(this::run);
        });
    }

    void configure(Room now) {
        if (now.version() > room.version()) {
            room = now;
            visits.prepare(now);
            visits.drop(now.id().value(), now.oldestGeneration());
        }
    }

    Asked<Visit> ask(VisitorKey visitor) {
        return visits.ask(room, visitor, Coming.USUAL);
    }

    WebVisits web() {
        return visits.web();
    }

    Room room() {
        return room;
    }

    private long nanos() {
        return clockOffset + (long) (time.now() * clockRate);
    }

    /** As the real guard does: whose answer does not come within a second fails, and may be answered later. */
    private <T> CompletionStage<T> cutOff(CompletionStage<T> call) {
        CompletableFuture<T> guarded = new CompletableFuture<>();
        call.whenComplete((done, failed) -> {
            if (failed == null) {
                guarded.complete(done);
            } else {
                guarded.completeExceptionally(failed);
            }
        });
        time.in(VirtualTime.SECOND, () -> guarded.completeExceptionally(new TimeoutException()));
        return guarded;
    }

    /** Hears of no tick. */
    private record NeverTicked(TicketCarrier tickets) implements TicketCarrier {

        @Override
        public byte[] since(LedgerName ledger, long position) {
            return tickets.since(ledger, position);
        }

        @Override
        public void takeOver(byte[] batch) {
            tickets.takeOver(batch);
        }

        @Override
        public void ticked() {}

        @Override
        public CompletionStage<Void> recover(String lostMember) {
            return tickets.recover(lostMember);
        }
    }

    private final class SeenFromHere implements Pulse {

        @Override
        public boolean isReady() {
            return loop.isReady();
        }

        @Override
        public boolean isFresh() {
            return loop.isFresh();
        }

        @Override
        public boolean isWhole() {
            return loop.isWhole();
        }

        @Override
        public long nanosSince(long tick) {
            return loop.nanosSince(tick);
        }

        @Override
        public long nanos() {
            return Node.this.nanos();
        }
    }

    boolean serves() {
        return up && !paused && loop.isReady();
    }

    /** In contact, and sure that nothing is missing since it last was not. */
    boolean hearsMajority() {
        return serves() && loop.mayGivePlaces() && network.hasMajority(name);
    }

    /** Has seen no tick for a while. */
    boolean standsStill() {
        return !loop.isFresh();
    }

    /** Whether it may call nobody inside of whom it does not know that the others have not let the place go. */
    boolean doubtsLeases() {
        return !loop.isFresh() || !loop.isWhole();
    }

    /** Since when it has been in contact, with whoever else is, without a break; far in the future while it is not. */
    long inContactSince() {
        return inContactSince;
    }

    /** To be called ten times a second. */
    void look() {
        if (!hearsMajority() || network.isParted(place)) {
            inContactSince = Long.MAX_VALUE;
        } else if (inContactSince == Long.MAX_VALUE) {
            inContactSince = time.now();
        }
    }

    boolean couldMoveOn() {
        return serves() && network.hasMajority(name);
    }

    boolean isUp() {
        return up;
    }

    /** What a node tells within a moment of being cut off is held by another, but may not have spread yet. */
    boolean wasCutOffSoonAfter(long moment) {
        return network.wasCutOffSoonAfter(place, moment, 200 * VirtualTime.MILLI);
    }

    String place() {
        return place;
    }

    String name() {
        return name;
    }

    Ledgers ledgers() {
        return ledgers;
    }

    @Override
    public String toString() {
        return name + ": " + loop;
    }
}
