package dev.turnkeeper.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.turnkeeper.queue.Inlet.Gate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

/**
 * Long random days of one room beside a list of visitors that is walked: at every step laws 2 (the limit), 3 (nothing
 * shrinks), 4 (first come, first in), and no place gone before its deadline or kept long after it.
 */
class TickProperty {

    @Property(tries = 8, shrinking = ShrinkingMode.OFF)
    void room_keepsTheLawsOnAnyDay(@ForAll long seed) {
        Day day = new Day(seed);
        day.tick();
        for (int i = 0; i < 300; i++) {
            day.operate();
            day.live();
            day.tick();
        }
    }

    private static final class Day {

        private static final long LATE = 2 * Slices.TICKS + 2;

        private static final class Visitor {
            final long position;
            final long issuedAt;
            long heardAt = -1;
            long claimedAt = -1;
            long admittedAt = -1;
            boolean gone;
            boolean express;
            int talkative;

            Visitor(long position, long issuedAt) {
                this.position = position;
                this.issuedAt = issuedAt;
            }

            boolean inside() {
                return !gone && admittedAt >= 0;
            }

            boolean waits() {
                return !gone && admittedAt < 0;
            }

            @Override
            public String toString() {
                return position + " (issued " + issuedAt + ", heard " + heardAt + ", claimed " + claimedAt
                        + ", admitted " + admittedAt + (express ? ", express)" : ")");
            }
        }

        private final Dice dice;
        private final OneRoom room = new OneRoom();
        private final List<Visitor> visitors = new ArrayList<>();
        private final Map<Long, Long> waitClock = new HashMap<>();
        private final Map<Long, Long> insideClock = new HashMap<>();
        private final Deadlines deadlines;
        private Gate gate = Gate.OPEN;
        private boolean waitClockRuns = true;
        private boolean insideClockRuns = true;
        private long limit;
        private long perMinute;
        private long increments;
        private long expressSinceTick;
        private final Map<Long, Visitor> byPosition = new HashMap<>();
        private Positions north = new Positions();
        private Positions south = new Positions();
        private Positions claimed = new Positions();
        private long burnt;
        private int arrivals = 30;
        private Gate gateAtTick = Gate.SHUT;
        private long limitAtTick;

        Day(long seed) {
            dice = new Dice(seed);
            limit = dice.between(0, 40);
            perMinute = dice.chance(50) ? 0 : dice.between(1, 200);
            deadlines = new Deadlines(
                    dice.between(11, 60),
                    dice.between(61, 150),
                    dice.between(11, 40),
                    dice.between(11, 60),
                    dice.chance(50) ? 0 : dice.between(61, 200));
            room.insideElsewhere = dice.chance(20) ? dice.between(1, 5) : 0;
        }

        private void operate() {
            if (dice.chance(3)) {
                limit = dice.between(0, 60);
            }
            if (dice.chance(1)) {
                perMinute = dice.chance(50) ? 0 : dice.between(1, 300);
            }
            if (dice.chance(2)) {
                increments += dice.between(1, 8);
            }
            if (dice.chance(3)) {
                gate = dice.chance(60) ? Gate.OPEN : Gate.values()[(int) dice.between(0, 3)];
                waitClockRuns = gate != Gate.SHUT || dice.chance(20);
                insideClockRuns = gate != Gate.SHUT || dice.chance(70);
            }
            if (dice.chance(4)) {
                arrivals = (int) dice.between(0, 70);
            }
        }

        private void live() {
            while (dice.chance(arrivals)) {
                arrive();
            }
            for (Visitor visitor : visitors) {
                if (visitor.gone || !dice.chance(visitor.talkative)) {
                    continue;
                }
                if (visitor.inside() && dice.chance(70)) {
                    claim(visitor);
                } else {
                    hear(visitor);
                }
                if (dice.chance(visitor.inside() ? 8 : 1)) {
                    visitor.gone = true;
                    room.leave(visitor.position);
                } else if (visitor.waits() && dice.chance(1)) {
                    visitor.express = true;
                    visitor.admittedAt = room.tick;
                    room.express.add(visitor.position);
                    expressSinceTick++;
                    hear(visitor);
                }
            }
            // Told in batches, as nodes do.
            room.hear("north", north);
            room.hear("south", south);
            room.claimUnheard(claimed);
            north = new Positions();
            south = new Positions();
            claimed = new Positions();
        }

        private void arrive() {
            long insideBefore = inside();
            Visitor visitor = new Visitor(room.arriveUnheard(), room.tick);
            assertNull(byPosition.put(visitor.position, visitor), "one position, two visitors");
            visitors.add(visitor);
            visitor.talkative = dice.chance(30) ? 0 : (int) dice.between(1, 40);
            if (dice.chance(95)) {
                hear(visitor);
            }
            if (room.view().admits(visitor.position)) {
                visitor.admittedAt = room.tick;
                if (gateAtTick != Gate.FREE) {
                    assertEquals(Gate.OPEN, gateAtTick, "a newcomer walks in at a closed gate");
                    assertTrue(
                            insideBefore < limitAtTick + expressSinceTick,
                            () -> "a newcomer walks in over the limit of " + limitAtTick + ": " + insideBefore);
                }
            } else {
                assertEquals(rank(visitor), room.view().rank(visitor.position));
            }
        }

        private void hear(Visitor visitor) {
            visitor.heardAt = room.tick;
            (dice.chance(50) ? north : south).add(visitor.position);
        }

        private void claim(Visitor visitor) {
            if (visitor.claimedAt < 0) {
                visitor.claimedAt = room.tick;
            }
            claimed.add(visitor.position);
            hear(visitor);
        }

        private void tick() {
            TickDecision before = room.decision;
            long issuedBefore = room.issued;
            long waitingBefore = visitors.stream().filter(Visitor::waits).count();
            Terms policy = new Terms(
                    new Inlet(gate, limit, perMinute), deadlines, waitClockRuns, insideClockRuns, increments, 7);
            waitClock.putIfAbsent(room.tick, before.waitClock());
            insideClock.putIfAbsent(room.tick, before.insideClock());
            TickDecision decision = room.step(policy);
            waitClock.put(decision.tick(), decision.waitClock());
            insideClock.put(decision.tick(), decision.insideClock());
            gateAtTick = gate;
            limitAtTick = limit - room.insideElsewhere;
            expressSinceTick = 0;

            burnt += room.burnt.size();
            List<Visitor> expired = new ArrayList<>();
            decision.expired().forEach(position -> {
                if (!room.burnt.contains(position)) {
                    expired.add(byPosition.get(position));
                }
            });
            for (Visitor visitor : expired) {
                assertFalse(visitor.gone, () -> visitor + " is dropped twice");
                assertTrue(overdue(visitor, 0), () -> visitor + " is dropped early at " + room.tick);
                visitor.gone = true;
            }

            // Law 3
            assertTrue(decision.serving() >= before.serving(), "serving went back");
            assertTrue(room.issued >= issuedBefore, "issued went back");
            assertEquals(burnt + visitors.stream().filter(v -> v.gone).count(), room.gone.size());

            // Law 2
            List<Visitor> entering = visitors.stream()
                    .filter(v -> v.waits() && v.position <= decision.serving())
                    .toList();
            long letIn = decision.increments() - before.increments();
            entering.forEach(v -> v.admittedAt = room.tick);
            long inside = inside();
            if (gate != Gate.FREE && entering.size() > letIn) {
                assertTrue(inside <= limitAtTick, () -> "over the limit of " + limitAtTick + ": " + inside);
                assertTrue(gate != Gate.SHUT, "let in at a shut gate");
            }
            long headroom = decision.serving() - room.issued;
            if (gate != Gate.FREE && headroom > 0) {
                assertEquals(Gate.OPEN, gate, "headroom at a closed gate");
                assertTrue(
                        inside + headroom <= limitAtTick,
                        () -> "headroom over the limit: " + inside + " + " + headroom);
            }
            if (gate == Gate.OPEN && perMinute > 0) {
                assertTrue(
                        Math.max(0, headroom) * 60 + decision.allowance() <= perMinute * 60,
                        "more than a minute's worth");
            }
            long waiting = visitors.stream().filter(Visitor::waits).count();
            if (gate == Gate.OPEN && perMinute == 0 && waiting > 0) {
                assertTrue(inside >= limitAtTick, () -> waiting + " wait though only " + inside + " are inside");
            }
            assertTrue(waiting <= waitingBefore);

            // Law 4
            boolean somebodyWaits = false;
            for (Visitor visitor : visitors) {
                somebodyWaits |= visitor.waits();
                if (visitor.admittedAt == room.tick && visitor.position > before.serving()) {
                    assertFalse(somebodyWaits, () -> visitor + " went in past somebody who waits");
                }
            }

            QueueView view = room.view();
            assertEquals(inside, view.inside());
            assertEquals(waiting, view.waiting());
            for (Visitor visitor : visitors) {
                if (!visitor.gone) {
                    assertFalse(overdue(visitor, LATE), () -> visitor + " is kept too long, at " + room.tick);
                }
            }
        }

        /**
         * Whether a deadline passed at least {@code late} ticks ago. Whether a turn is near is left open: with no lateness
         * asked, the shorter retention counts, else the longer.
         */
        private boolean overdue(Visitor visitor, long late) {
            if (visitor.heardAt < 0 && visitor.claimedAt < 0) {
                return room.tick - visitor.issuedAt >= Deadlines.UNHEARD + late;
            }
            if (visitor.waits()) {
                long silence = since(waitClock, visitor.heardAt);
                return silence >= (late == 0 ? deadlines.retention() : deadlines.maxSilence()) + late;
            }
            if (visitor.claimedAt < 0 && !visitor.express) {
                return since(insideClock, visitor.admittedAt) >= deadlines.claim() + late;
            }
            boolean silent = since(insideClock, visitor.heardAt) >= deadlines.sessionTimeout() + late;
            boolean tooLong = deadlines.maxSession() > 0
                    && visitor.claimedAt >= 0
                    && since(insideClock, visitor.claimedAt) >= deadlines.maxSession() + late;
            return silent || tooLong;
        }

        private long since(Map<Long, Long> clock, long tick) {
            return clock.get(room.tick) - clock.get(tick);
        }

        private long inside() {
            return visitors.stream().filter(Visitor::inside).count();
        }

        private long rank(Visitor visitor) {
            return visitors.stream()
                    .filter(v -> v.waits() && v.position <= visitor.position)
                    .count();
        }
    }
}
