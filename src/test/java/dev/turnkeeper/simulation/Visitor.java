package dev.turnkeeper.simulation;

import dev.turnkeeper.tick.LedgerName;
import dev.turnkeeper.ticket.VisitorKey;
import dev.turnkeeper.visit.Asked;
import dev.turnkeeper.visit.Visit;
import java.util.List;
import java.util.Optional;

/** A client that calls every few seconds, through any node, until it loses interest. */
final class Visitor {

    private static final long ANSWER_WITHIN = 300 * VirtualTime.MILLI;

    /** By then, of two places asked for at once one stands everywhere. */
    private static final long SETTLED = 4 * VirtualTime.SECOND;

    /** By then, a node that is back in contact has booked whom it let by, and everybody knows. */
    private static final long BOOKED = 6 * VirtualTime.SECOND;

    /** Who was heard so lately when the node came back has not fallen silent there. */
    private static final long STILL_LIVE = 20 * VirtualTime.SECOND;

    private final VirtualTime time;
    private final Laws laws;
    private final List<Node> nodes;
    private final String name;
    private final VisitorKey key;
    private final Optional<String> sticksTo;
    private final long arrivedAt;
    private final long staysUntil;
    private final Silence silence = new Silence();
    private long generation;
    private long position;
    private Node givenBy;
    private long givenAt;
    private int calls;
    private boolean inTwoMinds;
    private Node letBy;
    private long letByAt;
    private long letByIn;

    Visitor(VirtualTime time, Laws laws, List<Node> nodes, int number, long staysFor) {
        this.time = time;
        this.laws = laws;
        this.nodes = nodes;
        this.name = "visitor " + number;
        this.key = new VisitorKey(number, time.random().nextLong());
        this.sticksTo = time.happens(0.5)
                ? Optional.of(List.of("a", "b", "c").get(time.random().nextInt(3)))
                : Optional.empty();
        this.arrivedAt = time.now();
        this.staysUntil = arrivedAt + staysFor;
    }

    void arrive() {
        call();
        // An impatient thumb: the same visitor through two nodes at once.
        inTwoMinds = time.happens(0.2);
        if (inTwoMinds) {
            call();
        }
        again();
    }

    private void again() {
        time.in(time.between(2 * VirtualTime.SECOND, 5 * VirtualTime.SECOND), () -> {
            if (time.now() < staysUntil) {
                call();
                again();
            }
        });
    }

    private void call() {
        List<Node> serving = nodes.stream().filter(Node::serves).toList();
        if (serving.isEmpty()) {
            return;
        }
        Node node = serving.stream()
                .filter(one -> sticksTo.isPresent() && one.place().equals(sticksTo.get()))
                .findFirst()
                .orElse(serving.get(time.random().nextInt(serving.size())));
        long askedAt = time.now();
        boolean first = calls++ == 0;
        boolean healthy = node.hearsMajority();
        Asked<Visit> question = node.ask(key);
        boolean[] answered = {false};
        question.answer().whenComplete((visit, failed) -> {
            if (!answered[0] && node.isUp()) {
                answered[0] = true;
                told(node, failed == null ? visit : question.giveUp(), askedAt, healthy, first);
            }
        });
        time.in(ANSWER_WITHIN, () -> {
            if (!answered[0]) {
                answered[0] = true;
                Visit otherwise = question.giveUp();
                if (node.isUp()) {
                    told(node, otherwise, askedAt, healthy, first);
                }
            }
        });
    }

    /** Who was let by stays in, by the word of that node at once, and everywhere once it has brought them into the books. */
    private void letByBefore(Node node, Visit visit) {
        if (laws.generation() != letByIn) {
            letBy = null;
        }
        boolean in = visit.outcome() == Visit.Outcome.BYPASSED || visit.outcome() == Visit.Outcome.ADMITTED;
        if (letBy != null && node == letBy && time.now() - letByAt < STILL_LIVE) {
            laws.law(in, name + " was let by at " + node.name() + ", and then " + visit);
        }
        if (letBy != null
                && letBy.isUp()
                && node.hearsMajority()
                && Math.max(letByAt, letBy.inContactSince()) < time.now() - BOOKED) {
            laws.law(
                    letBy.inContactSince() - letByAt > STILL_LIVE || visit.outcome() == Visit.Outcome.ADMITTED,
                    name + " was let by at " + letBy.name() + ", which came back, and then at " + node.name() + " "
                            + visit);
            letBy = null;
        }
        if (visit.outcome() == Visit.Outcome.BYPASSED) {
            letBy = node;
            letByAt = time.now();
            letByIn = visit.generation();
        } else if (node == letBy) {
            letBy = null;
        }
    }

    private void told(Node node, Visit visit, long askedAt, boolean healthy, boolean first) {
        laws.trace(
                name + " at " + node + " (asked " + (time.now() - askedAt) / VirtualTime.MILLI + " ms ago): " + visit);
        letByBefore(node, visit);
        if (visit.position() == 0) {
            return;
        }
        long now = visit.generation();
        LedgerName ledger = new LedgerName("room", now);
        if (visit.outcome() == Visit.Outcome.ADMITTED && node.standsStill()) {
            laws.calledInsideFromMemory(ledger, visit.position(), name, node);
        }
        boolean sure = healthy && node.hearsMajority();
        laws.told(ledger, visit.position(), visit.outcome() == Visit.Outcome.ADMITTED, name, node, sure);
        if (first && healthy) {
            laws.entered(ledger, visit.position(), name, askedAt);
        }
        boolean settling = inTwoMinds && time.now() - arrivedAt < SETTLED;
        boolean moved = now == generation && visit.position() > position;
        // Of a generation that was left behind, a node that does not know so yet may tell a waiter anything: it is
        // void.
        boolean leftBehind = now < laws.generation() && visit.outcome() == Visit.Outcome.WAITING;
        if (moved && sure && !leftBehind && !settling && !(givenBy != null && givenBy.wasCutOffSoonAfter(givenAt))) {
            laws.law(
                    silence.mayCost(laws.liveTime(), Silence.SAFE),
                    "law 5: " + name + " held " + position + ", was heard "
                            + silence.lasts(laws.liveTime()) / VirtualTime.MILLI
                            + " ms ago, and got " + visit.position() + " at " + node.name());
        }
        if (!(moved && settling)) {
            if (generation != now || position != visit.position()) {
                givenBy = node;
                givenAt = time.now();
                silence.begin(laws.liveTime());
            }
            generation = now;
            position = visit.position();
        }
        if (healthy) {
            silence.heard(laws.liveTime());
        }
    }
}
