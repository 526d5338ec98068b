package dev.turnkeeper.simulation;

import dev.turnkeeper.queue.Positions;
import dev.turnkeeper.queue.QueueView;
import dev.turnkeeper.queue.TickDecision;
import dev.turnkeeper.room.FailureMode;
import dev.turnkeeper.room.Room;
import dev.turnkeeper.room.RoomState;
import dev.turnkeeper.tick.Inside;
import dev.turnkeeper.tick.Ledger;
import dev.turnkeeper.tick.LedgerName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Sees what is committed and what is told, knows what is true, and says where a law is broken. */
final class Laws implements Consensus.Watcher {

    /** Lowering admits nobody from 2 s on; a configuration may take that long to be known everywhere, and an enter 1.5 s. */
    private static final long GRACE = 5 * VirtualTime.SECOND;

    private static final boolean TRACE = Boolean.getBoolean("turnkeeper.trace");

    /** Somebody moves the tick on within this time, however calls fail. */
    private static final long STANDSTILL = 8 * VirtualTime.SECOND;

    private static final long LOOK = 100 * VirtualTime.MILLI;

    /** What a sign of life that was lost with the cut may hide: one call, and the slice that it fell into. */
    private static final long LEASE_GRACE = 10 * VirtualTime.SECOND;

    /** Until a decision that was under way knows what every node knows. */
    private static final long KNOWN = 2 * VirtualTime.SECOND;

    private static final double CLOCKS = 1.002;

    private record Limit(long from, long limit, boolean open) {}

    private record Told(LedgerName ledger, long at, long position, String visitor) {}

    private final VirtualTime time;
    private final List<String> broken = new ArrayList<>();
    private final List<Node> nodes;
    private final Map<LedgerName, Long> issued = new HashMap<>();
    private final Map<LedgerName, TickDecision> decisions = new HashMap<>();
    private final Map<LedgerName, Positions> gone = new HashMap<>();
    private final Map<String, String> owners = new HashMap<>();
    private final Map<Long, Room> versions = new HashMap<>();
    private final Map<String, String> suspect = new HashMap<>();
    private final TreeMap<Long, Limit> limits = new TreeMap<>();
    private final Map<LedgerName, TreeMap<Long, Long>> admitted = new HashMap<>();
    private final Map<String, QueueView> views = new HashMap<>();
    private final List<Told> entered = new ArrayList<>();
    private final Map<String, Long> freedAt = new HashMap<>();
    private final Map<LedgerName, TreeMap<Long, Long>> expressKnown = new HashMap<>();
    private final Map<String, List<Long>> bypassed = new HashMap<>();
    private long oldest = 1;
    private long generation = 1;
    private long resetAt;
    private long newestDecided;
    private long firstTickAt = -1;
    private long liveTime;
    private long lostAt;
    private long movedAt;

    Laws(VirtualTime time, List<Node> nodes) {
        this.time = time;
        this.nodes = nodes;
    }

    List<String> broken() {
        return broken;
    }

    void configured(Room room) {
        trace("configured " + room);
        versions.put(room.version(), room);
        limits.put(time.now(), new Limit(time.now(), room.limit(), room.state() == RoomState.ACTIVE));
        oldest = room.oldestGeneration();
        if (room.generation() > generation) {
            resetAt = time.now();
        }
        generation = room.generation();
    }

    @Override
    public void counter(String name, long before, long after, boolean added) {
        if (name.equals("tick")) {
            firstTickAt = firstTickAt < 0 ? time.now() : firstTickAt;
            movedAt = time.now();
            law(
                    after <= 2 + (time.now() - firstTickAt) * 1.01 / VirtualTime.SECOND,
                    "the tick is " + after + " after " + (time.now() - firstTickAt) / VirtualTime.SECOND + " s");
            return;
        }
        law(after >= before, name + " fell from " + before + " to " + after);
        LedgerName ledger = ledger(name);
        issued.put(ledger, after);
        trace(name + (added ? " given out " : " burnt ") + (before + 1) + ".." + after);
        if (added) {
            admittedByEntering(ledger, before, after);
        } else {
            goneOf(ledger).addRange(before + 1, after);
        }
    }

    private void admittedByEntering(LedgerName ledger, long before, long after) {
        long serving = decision(ledger).serving();
        if (before >= serving || ledger.generation() < oldest) {
            return;
        }
        long allowed = allowedLately();
        long inside = insideAll();
        if (inside > allowed) {
            for (long position = before + 1; position <= Math.min(after, serving); position++) {
                suspect.put(ledger + "/" + position, inside + " inside, limit " + allowed);
            }
        }
    }

    /** The highest limit in force within the grace. */
    private long allowedLately() {
        long since = liveTime - GRACE;
        Map.Entry<Long, Limit> before = limits.floorEntry(since);
        long allowed =
                before != null && before.getValue().open() ? before.getValue().limit() : 0;
        for (Limit limit : limits.tailMap(since, false).values()) {
            allowed = Math.max(allowed, limit.open() ? limit.limit() : 0);
        }
        return allowed;
    }

    @Override
    public void register(String name, Optional<byte[]> before, byte[] bytes) {
        LedgerName ledger = ledger(name);
        TickDecision previous = before.map(Inside::decision).orElse(TickDecision.NONE);
        TickDecision now = Inside.decision(bytes);
        law(
                now.serving() >= previous.serving(),
                "law 3: serving of " + ledger + " fell from " + previous.serving() + " to " + now.serving());
        law(now.tick() > previous.tick(), "two decisions of " + ledger + " at tick " + now.tick());
        goneOf(ledger).addAll(now.expired());
        now.expired().forEach(position -> freedAt.putIfAbsent(ledger + "/" + position, time.now()));
        trace(ledger + " decided " + now);
        decisions.put(ledger, now);
        Room under = versions.get(now.policyVersion());
        newestDecided = Math.max(newestDecided, ledger.generation());
        law(
                now.serving() == previous.serving() || ledger.generation() == newestDecided,
                "generation " + ledger.generation() + " let somebody in after the grid had gone on to "
                        + newestDecided);
        if (ledger.generation() != under.generation()) {
            law(now.serving() == previous.serving(), "a generation left behind let somebody in");
            return;
        }
        // Who was let in out of turn is inside already: serving passes over them.
        long passedOver = expressWithin(ledger, previous.serving(), now.serving());
        long letIn = livingIn(ledger, previous.serving(), now.serving()) - passedOver;
        long byHand = now.increments() - previous.increments();
        if (letIn > byHand) {
            long committed = livingIn(ledger, 0, now.serving())
                    + expressBeyond(ledger, now.serving(), KNOWN)
                    + insideOld(ledger, under.oldestGeneration());
            law(
                    committed <= under.limit(),
                    "law 2: tick " + now.tick() + " let " + letIn + " in at " + ledger + ": " + committed
                            + " committed, limit " + under.limit());
            law(
                    under.state() == RoomState.ACTIVE,
                    "law 2: tick " + now.tick() + " let somebody in although " + under.state());
        }
    }

    void memberLost() {
        lostAt = liveTime;
    }

    /** When a member was last lost: what it had heard and not told counts as heard then, so that deadlines begin anew. */
    long lostAt() {
        return lostAt;
    }

    /** Time during which somebody could answer for the grid; deadlines count in it. */
    long liveTime() {
        return liveTime;
    }

    /** Looks, ten times a second, whether anybody hears the majority. */
    void watch() {
        nodes.forEach(Node::look);
        if (nodes.stream().anyMatch(Node::hearsMajority)) {
            liveTime += LOOK;
        }
        if (nodes.stream().noneMatch(Node::couldMoveOn)) {
            movedAt = time.now();
        }
        law(time.now() - movedAt < STANDSTILL, "the tick stands still although nodes hear each other: " + nodes);
        for (Node node : nodes) {
            QueueView now =
                    node.ledgers().of(new LedgerName("room", generation)).view();
            QueueView before = views.put(node.name() + "/" + generation, now);
            law(
                    before == null || (before.serving() <= now.serving() && before.issued() <= now.issued()),
                    "law 3: the view of " + node.name() + " fell from " + before + " to " + now);
        }
        // What only a node knows to hold no place, given up or doubled, is forgotten there once the generation is
        // dropped.
        for (long one = oldest; one <= generation; one++) {
            LedgerName ledger = new LedgerName("room", one);
            nodes.forEach(node -> node.ledgers().find(ledger).ifPresent(known -> goneOf(ledger)
                    .addAll(Inside.gone(known))));
        }
        learnExpress();
        time.in(LOOK, this::watch);
    }

    /** From when on every node knows of a position let in out of turn. */
    private void learnExpress() {
        for (long one = oldest; one <= generation; one++) {
            LedgerName ledger = new LedgerName("room", one);
            Positions all = new Positions();
            nodes.forEach(node -> node.ledgers().find(ledger).ifPresent(known -> all.addAll(Inside.express(known))));
            for (Node node : nodes) {
                if (node.isUp()) {
                    all.retainAll(
                            node.ledgers().find(ledger).map(Inside::express).orElseGet(Positions::new));
                }
            }
            all.forEach(position -> expressKnown
                    .computeIfAbsent(ledger, none -> new TreeMap<>())
                    .putIfAbsent(position, time.now()));
        }
    }

    /** Living ones of which any node knows. */
    private long expressWithin(LedgerName ledger, long after, long upTo) {
        Positions express = new Positions();
        nodes.forEach(node -> node.ledgers().find(ledger).ifPresent(known -> express.addAll(Inside.express(known))));
        Positions passed = express.within(after, upTo);
        passed.removeAll(goneOf(ledger));
        return passed.size();
    }

    /** Living ones beyond serving that every node has known for so long. */
    private long expressBeyond(LedgerName ledger, long serving, long knownFor) {
        return expressKnown.getOrDefault(ledger, new TreeMap<>()).tailMap(serving, false).entrySet().stream()
                .filter(known -> time.now() - known.getValue() >= knownFor
                        && livingIn(ledger, known.getKey() - 1, known.getKey()) == 1)
                .count();
    }

    /** A node let a visitor by who had not been. */
    void bypassed(String node) {
        List<Long> times = bypassed.computeIfAbsent(node, none -> new ArrayList<>());
        times.add(time.now());
        long capacity = limits.values().stream().mapToLong(Limit::limit).max().orElse(0) / Node.NODES;
        long timeout = versions.get(1L).policy().sessionTimeoutSeconds() * VirtualTime.SECOND;
        for (int first = 0; first < times.size(); first++) {
            double elapsed = CLOCKS * (time.now() - times.get(first)) / timeout;
            law(
                    times.size() - first <= capacity + capacity * elapsed,
                    "budget: " + node + " let " + (times.size() - first) + " by within " + elapsed
                            + " session timeouts, capacity " + capacity);
        }
    }

    /** Whether the room lets newcomers by while the grid does not answer. */
    boolean letsBy() {
        return versions.get(1L).policy().failureMode() == FailureMode.BYPASS;
    }

    /** A visitor was called inside by a node that has seen no tick for a while. */
    void calledInsideFromMemory(LedgerName ledger, long position, String visitor, Node node) {
        Long freed = freedAt.get(ledger + "/" + position);
        law(
                freed == null || time.now() - freed < LEASE_GRACE,
                "lease: " + visitor + " is called inside at " + ledger + "/" + position + " by " + node.name()
                        + ", freed " + (freed == null ? 0 : time.now() - freed) / VirtualTime.MILLI + " ms ago");
    }

    long generation() {
        return generation;
    }

    /** A visitor was given or confirmed a place. @param sure the answering node misses nothing */
    void told(LedgerName ledger, long position, boolean inside, String visitor, Node node, boolean sure) {
        String place = ledger + "/" + position;
        String owner = owners.putIfAbsent(place, visitor);
        law(owner == null || owner.equals(visitor), "law 1: " + place + " belongs to " + owner + " and to " + visitor);
        if (inside) {
            String over = suspect.get(place);
            law(over == null, "law 2: " + visitor + " walked in at " + place + ": " + over);
            if (nodes.stream().noneMatch(one -> one.ledgers()
                    .find(ledger)
                    .filter(known -> Inside.express(known).contains(position))
                    .isPresent())) {
                admitted.computeIfAbsent(ledger, none -> new TreeMap<>()).putIfAbsent(position, liveTime);
            }
        } else if (sure && ledger.generation() < generation) {
            // Void, and whoever is in contact knows so soon. Until then it may say anything to who waits there.
            law(
                    time.now() - Math.max(resetAt, node.inContactSince()) < GRACE,
                    visitor + " waits at " + place + " by the word of " + node + ", and was reset at " + resetAt);
        } else if (sure) {
            admitted.getOrDefault(ledger, new TreeMap<>())
                    .tailMap(position)
                    .forEach((later, at) -> law(
                            liveTime - at < GRACE,
                            "law 4: " + visitor + " waits at " + place + " although " + later + " is inside"));
        }
    }

    /** Its visitor ended this place, and a node took note: it may be counted as free from now on. */
    void ended(LedgerName ledger, long position) {
        goneOf(ledger).add(position);
    }

    /** A fresh place, asked for at {@code askedAt}. */
    void entered(LedgerName ledger, long position, String visitor, long askedAt) {
        for (Told earlier : entered) {
            law(
                    !earlier.ledger().equals(ledger) || earlier.at() >= askedAt || earlier.position() < position,
                    "law 1: " + visitor + " asked after " + earlier.visitor() + " was answered, and got " + position
                            + " before " + earlier.position());
        }
        entered.add(new Told(ledger, time.now(), position, visitor));
    }

    /** What happened, for who replays one seed with {@code -Dturnkeeper.trace=true}. */
    void trace(String what) {
        if (TRACE) {
            System.out.println(
                    time.now() / VirtualTime.MILLI + " ms (live " + liveTime / VirtualTime.MILLI + "): " + what);
        }
    }

    void law(boolean holds, String otherwise) {
        if (!holds) {
            broken.add(time.now() / VirtualTime.MILLI + " ms: " + otherwise);
        }
    }

    /** All nodes agree, and nobody is left. */
    void atTheEnd(boolean everybodySilent) {
        List<Node> up = nodes.stream().filter(Node::isUp).toList();
        for (Node node : up) {
            law(node.serves(), node + " does not serve at the end");
        }
        LedgerName current = new LedgerName("room", generation);
        List<Ledger> known = up.stream().map(node -> node.ledgers().of(current)).toList();
        for (Ledger ledger : known) {
            Positions first = Inside.gone(known.get(0));
            law(
                    Inside.gone(ledger).equals(first)
                            && ledger.view().serving() == known.get(0).view().serving(),
                    "law 6: nodes differ at the end: " + known);
            for (long position = 1; position <= ledger.view().issued(); position++) {
                law(
                        ledger.endOf(position).equals(known.get(0).endOf(position)),
                        "law 6: nodes differ in how " + position + " ended: " + ledger.endOf(position) + " and "
                                + known.get(0).endOf(position));
            }
            if (everybodySilent) {
                law(
                        ledger.view().inside() == 0 && ledger.view().waiting() == 0,
                        "law 5: somebody silent is never dropped: " + ledger + "; " + up);
            }
        }
    }

    private long insideAll() {
        long inside = 0;
        for (long one = oldest; one <= generation; one++) {
            LedgerName ledger = new LedgerName("room", one);
            inside += livingIn(ledger, 0, Math.min(decision(ledger).serving(), issued.getOrDefault(ledger, 0L)));
        }
        return inside;
    }

    private long insideOld(LedgerName current, long oldestThen) {
        long inside = 0;
        for (long one = oldestThen; one < current.generation(); one++) {
            LedgerName ledger = new LedgerName("room", one);
            inside += livingIn(ledger, 0, Math.min(decision(ledger).serving(), issued.getOrDefault(ledger, 0L)));
        }
        return inside;
    }

    private long livingIn(LedgerName ledger, long after, long upTo) {
        Positions all = goneOf(ledger).copy();
        // What only a node knows to hold no place: given up, or doubled.
        nodes.forEach(node -> node.ledgers().find(ledger).ifPresent(known -> all.addAll(Inside.gone(known))));
        return Math.max(0, upTo - after) - all.countIn(after, upTo);
    }

    private Positions goneOf(LedgerName ledger) {
        return gone.computeIfAbsent(ledger, none -> new Positions());
    }

    private TickDecision decision(LedgerName ledger) {
        return decisions.getOrDefault(ledger, TickDecision.NONE);
    }

    private static LedgerName ledger(String name) {
        String[] parts = name.split(":");
        return new LedgerName(parts[1], Long.parseLong(parts[2]));
    }
}
