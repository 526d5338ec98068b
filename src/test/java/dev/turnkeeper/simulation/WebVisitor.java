package dev.turnkeeper.simulation;

import dev.turnkeeper.tick.LedgerName;
import dev.turnkeeper.visit.Asked;
import dev.turnkeeper.visit.Coming;
import dev.turnkeeper.visit.Entry;
import dev.turnkeeper.visit.Sign;
import dev.turnkeeper.visit.WebVisit;
import dev.turnkeeper.visit.WebVisit.State;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * A page: holds a ticket, polls through any node, uses the service once it is let in; then completes, or cancels, or is
 * closed (for good, or to be loaded again), or falls silent. Some use nothing, and some go back to the end.
 */
final class WebVisitor {

    private static final long ANSWER_WITHIN = 300 * VirtualTime.MILLI;

    /**
     * As far as a place may be admitted before its visitor hears of it, and by which it is let go after its deadline: a
     * trouble of 25 s may begin just before that, and deadlines count in ticks, which take up to a tenth longer than a second.
     */
    private static final long LATE = 35 * VirtualTime.SECOND;

    /** As {@link Silence#SAFE}, of a place that was just given: nothing that came before can be missing. */
    private static final long SAFE_AT_FIRST = 18 * VirtualTime.SECOND;

    private static final long CLAIM = 25 * VirtualTime.SECOND;

    /** By then, an end that was told to a node in contact is known to all that are. */
    private static final long SPREAD = 6 * VirtualTime.SECOND;

    private static final Set<State> LIVING = EnumSet.of(State.WAITING, State.ADMITTED);

    /** How it goes away. */
    private enum Way {
        COMPLETES,
        CANCELS,
        CLOSES,
        FALLS_SILENT
    }

    private final VirtualTime time;
    private final Laws laws;
    private final List<Node> nodes;
    private final String name;
    private final long staysUntil;
    private final Way way;
    private final boolean usesIt;
    private final String sticksTo;
    private final boolean slowAtFirst;
    private final long pause;
    private LedgerName ledger;
    private long position;
    private final Silence silence = new Silence();
    private boolean fresh;
    private long admittedAt = -1;
    private long rank = Long.MAX_VALUE;
    private Node rankedBy;
    private State end;
    private Node endedBy;
    private long endedAt;

    WebVisitor(VirtualTime time, Laws laws, List<Node> nodes, int number, long staysFor) {
        this.time = time;
        this.laws = laws;
        this.nodes = nodes;
        this.name = "page " + number;
        this.staysUntil = time.now() + staysFor;
        this.way = Way.values()[time.random().nextInt(Way.values().length)];
        this.usesIt = time.happens(0.8);
        this.sticksTo =
                time.happens(0.5) ? List.of("a", "b", "c").get(time.random().nextInt(3)) : "";
        this.slowAtFirst = time.happens(0.3);
        this.pause = time.between(2 * VirtualTime.SECOND, 9 * VirtualTime.SECOND);
    }

    void arrive() {
        Node node = anyNode();
        if (node == null) {
            again();
        } else {
            enter(node, () -> node.web().entering(node.room(), Coming.USUAL));
        }
    }

    private void again() {
        time.in(time.between(pause / 2, pause), this::live);
    }

    private void live() {
        if (end != null) {
            lookAtTheEnd();
        } else if (position == 0 && time.now() < staysUntil) {
            arrive();
        } else if (position > 0 && time.now() < staysUntil) {
            poll();
        } else if (position > 0) {
            goAway();
        }
    }

    private void enter(Node node, Supplier<Asked<Entry>> way) {
        long askedAt = time.now();
        boolean healthy = node.hearsMajority();
        Asked<Entry> asked = way.get();
        boolean[] answered = {false};
        asked.answer().whenComplete((entry, failed) -> {
            if (!answered[0] && node.isUp()) {
                answered[0] = true;
                given(node, failed == null ? entry : asked.giveUp(), askedAt, healthy);
            }
        });
        time.in(ANSWER_WITHIN, () -> {
            if (!answered[0]) {
                answered[0] = true;
                if (node.isUp()) {
                    given(node, asked.giveUp(), askedAt, healthy);
                } else {
                    again();
                }
            }
        });
    }

    private void given(Node node, Entry entry, long askedAt, boolean healthy) {
        laws.trace(
                name + " at " + node + " (asked " + (time.now() - askedAt) / VirtualTime.MILLI + " ms ago): " + entry);
        if (entry instanceof Entry.Given given && given.visit().position() != position) {
            WebVisit visit = given.visit();
            if (position > 0) {
                laws.ended(ledger, position);
            }
            ledger = new LedgerName("room", visit.generation());
            position = visit.position();
            rank = Long.MAX_VALUE;
            admittedAt = -1;
            silence.begin(laws.liveTime());
            fresh = true;
            if (healthy) {
                laws.entered(ledger, position, name, askedAt);
            }
            told(node, visit, healthy);
        }
        if (fresh && slowAtFirst) {
            time.in(time.between(11 * VirtualTime.SECOND, 17 * VirtualTime.SECOND), this::live);
        } else {
            again();
        }
    }

    private void poll() {
        Node node = anyNode();
        if (node != null) {
            if (admittedAt < 0 && time.happens(0.02)) {
                LedgerName old = ledger;
                enter(node, () -> node.web().requeueing(node.room(), old.generation(), position, Coming.USUAL));
                return;
            }
            boolean healthy = node.hearsMajority();
            told(node, visit(node, admittedAt >= 0 && usesIt ? Sign.CLAIM : Sign.HEARD), healthy);
            if (healthy) {
                silence.heard(laws.liveTime());
                fresh = false;
            }
            if (time.happens(0.15)) {
                // The page is closed, and loaded again within the grace.
                node.web().leave(node.room(), ledger.generation(), position);
            }
        }
        again();
    }

    private WebVisit visit(Node node, Sign sign) {
        return node.web().visit(node.room(), ledger.generation(), position, sign);
    }

    private void told(Node node, WebVisit visit, boolean healthy) {
        laws.trace(name + " at " + node + ": " + visit);
        boolean sure = healthy && node.hearsMajority();
        if (LIVING.contains(visit.state())) {
            laws.told(ledger, position, visit.state() == State.ADMITTED, name, node, sure);
            laws.law(
                    node != rankedBy || visit.rank() <= rank || node.doubtsLeases(),
                    name + "'s rank rose from " + rank + " to " + visit.rank() + " at " + node.name());
            laws.law(
                    visit.ahead() == Math.max(0, visit.rank() - 1) && visit.behind() >= 0,
                    name + " is told what cannot be: " + visit);
            rankedBy = node;
            rank = visit.rank();
        } else {
            over(node, visit, sure);
        }
        if (visit.state() != State.ADMITTED) {
            return;
        }
        // Where newcomers are let by, who was inside stays, out of the same budget.
        if (node.standsStill() && !laws.letsBy()) {
            laws.calledInsideFromMemory(ledger, position, name, node);
        }
        if (admittedAt < 0) {
            admittedAt = laws.liveTime();
        }
        laws.law(
                usesIt || !sure || laws.liveTime() - Math.max(admittedAt, laws.lostAt()) < CLAIM + LATE,
                name + " has been inside for " + (laws.liveTime() - admittedAt) / VirtualTime.MILLI + " ms at " + ledger
                        + "/" + position + " and never claimed it");
    }

    /** The place is gone although this visitor did not end it. */
    private void over(Node node, WebVisit visit, boolean sure) {
        boolean wasReset = ledger.generation() < laws.generation();
        if (sure && !wasReset) {
            laws.law(
                    silence.mayCost(laws.liveTime(), fresh ? SAFE_AT_FIRST : Silence.SAFE)
                            || (!usesIt && admittedAt >= 0),
                    "law 5: " + name + " held " + ledger + "/" + position + ", was heard "
                            + silence.lasts(laws.liveTime()) / VirtualTime.MILLI
                            + " ms ago, and is told " + visit.state() + " at " + node.name());
        }
        if (sure || wasReset) {
            // As a page does: again from the start.
            position = 0;
        }
    }

    private void goAway() {
        Node node = anyNode();
        if (node == null) {
            again();
            return;
        }
        switch (way) {
            case COMPLETES -> end(node, State.COMPLETED);
            case CANCELS -> end(node, State.CANCELLED);
            case CLOSES -> {
                laws.trace(name + " is closed at " + node);
                node.web().leave(node.room(), ledger.generation(), position);
            }
            case FALLS_SILENT -> {}
        }
    }

    private void end(Node node, State as) {
        boolean inContact = node.hearsMajority();
        WebVisit visit = node.web().end(node.room(), ledger.generation(), position, as);
        laws.trace(name + " ends at " + node + ": " + visit);
        if (visit.state() != as) {
            return;
        }
        laws.ended(ledger, position);
        laws.law(visit(node, Sign.NONE).state() == as, name + " is not at once over at " + node.name());
        end = as;
        endedBy = inContact ? node : null;
        endedAt = time.now();
        again();
    }

    /** An ended place stays as it ended, on every node that had time to hear of it. */
    private void lookAtTheEnd() {
        Node node = anyNode();
        if (node != null && ledger.generation() == laws.generation()) {
            WebVisit visit = visit(node, Sign.NONE);
            laws.trace(name + " looks back at " + node + ": " + visit);
            boolean told = endedBy != null
                    && endedBy.isUp()
                    && endedBy.inContactSince() <= endedAt
                    && node.hearsMajority()
                    && node.inContactSince() <= endedAt
                    && time.now() - endedAt > SPREAD;
            laws.law(
                    !told || visit.state() == end,
                    name + " ended " + ledger + "/" + position + " as " + end + ", and is told " + visit.state()
                            + " at " + node.name());
        }
        if (time.now() - endedAt < 30 * VirtualTime.SECOND) {
            again();
        }
    }

    private Node anyNode() {
        List<Node> serving = nodes.stream().filter(Node::serves).toList();
        for (Node node : serving) {
            if (node.place().equals(sticksTo)) {
                return node;
            }
        }
        return serving.isEmpty() ? null : serving.get(time.random().nextInt(serving.size()));
    }
}
