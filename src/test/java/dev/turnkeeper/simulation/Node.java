package dev.turnkeeper.simulation;

import dev.turnkeeper.room.Room;
import dev.turnkeeper.state.Counters;
import dev.turnkeeper.state.TicketMaps;
import dev.turnkeeper.tick.Ledgers;
import dev.turnkeeper.tick.RoomTerms;
import dev.turnkeeper.tick.TickEvents;
import dev.turnkeeper.tick.TickLoop;
import dev.turnkeeper.ticket.VisitorKey;
import dev.turnkeeper.visit.Asked;
import dev.turnkeeper.visit.VisitEvents;
import dev.turnkeeper.visit.Visits;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;

/** One process of one configured node: the real code, driven by virtual time. */
final class Node {

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

    Node(
            VirtualTime time,
            String place,
            int incarnation,
            Network network,
            Consensus consensus,
            SharedTickets tickets,
            Room room,
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
        this.visits = new Visits(
                ledgers,
                maps,
                counters,
                this::run,
                task -> time.in(5 * VirtualTime.MILLI, () -> run(task)),
                this::isReady,
                this::mayGivePlaces,
                VisitEvents.NONE);
        this.loop = new TickLoop(
                this::run,
                () -> clockOffset + (long) (time.now() * clockRate),
                counters,
                consensus.registersOf(name),
                member,
                ledgers,
                () -> List.of(RoomTerms.of(this.room)),
                visits,
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

    Asked ask(VisitorKey visitor) {
        return visits.ask(room, visitor);
    }

    private boolean mayGivePlaces() {
        return loop.mayGivePlaces();
    }

    private boolean isReady() {
        return loop.isReady();
    }

    boolean serves() {
        return up && !paused && loop.isReady();
    }

    /** In contact, and sure that nothing is missing since it last was not. */
    boolean hearsMajority() {
        return serves() && loop.mayGivePlaces() && network.hasMajority(name);
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
