package dev.turnkeeper.tick;

import dev.turnkeeper.state.MessageBus;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps the sets of all members alike: each tells what is new about once a second, numbered, so that a lost message is
 * noticed and the whole is asked for. Sets only grow, so late, doubled and reordered messages do no harm. The grid's
 * thread.
 *
 * <p>A member counts from its first word: one that never spoke was never ready (to be ready it needs an answer from
 * us), so it has heard nobody. A member that vanished keeps counting, and so holds up every expiry, until what is known
 * of it elsewhere has come over.
 */
final class Exchange {

    /** A ticket issued so many ticks before a message was lost has arrived everywhere. */
    private static final long SURE = 10;

    /** Every member speaks once a tick; one that did not for so many is silent. */
    private static final long SILENT = 2;

    private final MessageBus bus;
    private final Ledgers ledgers;
    private final TicketCarrier tickets;
    private final Map<String, Peer> peers = new ConcurrentHashMap<>();
    private final Set<String> vanished = new HashSet<>();
    private final Map<LedgerName, byte[]> decisions = new HashMap<>();
    private final Set<String> answered = new HashSet<>();
    private Map<LedgerName, Long> ticketsSince = Map.of();
    private boolean whole = true;
    private long number;
    private long tick;
    private long toldThrough = -1;

    Exchange(MessageBus bus, Ledgers ledgers, TicketCarrier tickets) {
        this.bus = bus;
        this.ledgers = ledgers;
        this.tickets = tickets;
    }

    /** Tells the others, at {@code now}, what this member heard, and that it is all up to {@code through}. */
    void tell(long now, long through, boolean goodbye) {
        tick = now;
        List<Increment> increments = new ArrayList<>();
        long completeThrough = completeThrough();
        for (Ledger ledger : ledgers.all()) {
            Increment increment = ledger.increment(bus.self(), through, completeThrough);
            if (!increment.isEmpty()) {
                increments.add(increment);
            }
        }
        toldThrough = Math.max(toldThrough, through);
        send(increments, goodbye);
    }

    /** This member. */
    String self() {
        return bus.self();
    }

    /** A decision committed here, to be told with the next message. */
    void committed(LedgerName ledger, byte[] stored) {
        decisions.put(ledger, stored);
    }

    /** Tells the others of decisions that have not left yet. */
    void flush() {
        if (!decisions.isEmpty()) {
            send(List.of(), false);
        }
    }

    private void send(List<Increment> increments, boolean goodbye) {
        Map<LedgerName, byte[]> committed = Map.copyOf(decisions);
        decisions.clear();
        number++;
        bus.broadcast(Wire.encode(new Message.Told(number, tick, toldThrough, increments, committed, goodbye)));
    }

    /** Asks every member for what it did not tell us yet. */
    void askMissing() {
        for (String member : others()) {
            Peer peer = peers.get(member);
            if (peer == null || !peer.caughtUp() || peer.misses() || (!whole && !answered.contains(member))) {
                bus.send(member, Wire.encode(new Message.Ask(!whole, whole ? Map.of() : ticketsSince)));
            }
        }
    }

    /** This member was cut off, or the grid stood still: all that came in between may be lost. */
    void wasCutOff(long lastSeen) {
        peers.values().forEach(Peer::doubt);
        missedSince(lastSeen);
    }

    /** A message is lost, so tickets may be too, until a majority has told of all since then. */
    private void missedSince(long tick) {
        Map<LedgerName, Long> since = new HashMap<>();
        ledgers.all()
                .forEach(ledger -> since.put(
                        ledger.name(),
                        Math.min(
                                ledger.issuedBy(tick - SURE),
                                ticketsSince.getOrDefault(ledger.name(), Long.MAX_VALUE))));
        ticketsSince = since;
        // Who is alone, and has been, can have missed nothing: nobody else gives places.
        whole = others().isEmpty() && vanished.isEmpty();
        answered.clear();
        askMissing();
    }

    /** Whether no ticket can be missing here because this member was cut off. */
    boolean isWhole() {
        return whole;
    }

    private void answered(String from) {
        answered.add(from);
        answered.retainAll(bus.present());
        if (2 * (answered.size() + 1) > bus.present().size()) {
            whole = true;
            ticketsSince = Map.of();
        }
    }

    void received(String from, Message message) {
        if (message instanceof Message.Ask ask) {
            bus.send(from, Wire.encode(everything(ask)));
        } else if (message instanceof Message.Told told) {
            told.increments().forEach(increment -> hear(from, told.completeThrough(), increment));
            told.decisions().forEach((name, stored) -> {
                if (ledgers.keeps(name)) {
                    ledgers.of(name).adopt(stored, Optional.of(from));
                }
            });
            if (!peer(from).told(told)) {
                missedSince(peer(from).completeThrough());
            }
        } else if (message instanceof Message.Whole everything) {
            everything.ledgers().forEach(this::take);
            peer(from).whole(everything);
            everything.tickets().forEach(tickets::takeOver);
            answered(from);
        }
    }

    private Peer peer(String member) {
        return peers.computeIfAbsent(member, unknown -> new Peer());
    }

    private void hear(String from, long through, Increment increment) {
        if (ledgers.keeps(increment.ledger())) {
            ledgers.of(increment.ledger()).hear(from, through, increment);
        }
    }

    private Message.Whole everything(Message.Ask ask) {
        List<Message.Copy> copies = new ArrayList<>();
        List<byte[]> batches = new ArrayList<>();
        for (Ledger ledger : ledgers.all()) {
            copies.add(ledger.copy());
            if (ask.tickets()) {
                batches.add(tickets.since(ledger.name(), ask.since().getOrDefault(ledger.name(), 0L)));
            }
        }
        return new Message.Whole(number, toldThrough, copies, batches);
    }

    private void take(Message.Copy copy) {
        if (ledgers.keeps(copy.ledger())) {
            Ledger ledger = ledgers.of(copy.ledger());
            ledger.take(copy);
        }
    }

    /**
     * A member is gone from the grid.
     *
     * @return true where it went without a goodbye, or not all it said has arrived
     */
    boolean left(String member) {
        Peer peer = peers.get(member);
        if (peer == null) {
            return false;
        }
        if (peer.saidGoodbye() && !peer.misses()) {
            peers.remove(member);
            return false;
        }
        vanished.add(member);
        return true;
    }

    /** Members that lately fell silent: what is held for them may be all that is known of their last tickets. */
    Set<String> fellSilent(long tick) {
        Set<String> silent = others();
        silent.removeIf(member -> {
            Peer peer = peers.get(member);
            return peer == null || !peer.fellSilent(tick - SILENT);
        });
        return silent;
    }

    /** What was held for a vanished member is known here: its last word can be taken for its last. */
    void lost(String member, long tick) {
        if (!vanished.remove(member) || bus.present().contains(member)) {
            return;
        }
        peers.remove(member);
        ledgers.all().forEach(ledger -> ledger.lost(member, tick));
        // Another member may have had a word of it that never reached us.
        peers.values().forEach(Peer::doubt);
        askMissing();
    }

    /** The tick through which every member that counts has told all; -1 while something is missing. */
    long completeThrough() {
        long complete = toldThrough;
        Set<String> counting = others();
        counting.addAll(vanished);
        for (String member : counting) {
            Peer peer = peers.get(member);
            if (peer != null) {
                complete = Math.min(complete, peer.caughtUp() ? peer.completeThrough() : -1);
            }
        }
        return complete;
    }

    /** The tick through which this other member said that it told all; empty where it never spoke. Any thread. */
    OptionalLong toldThrough(String member) {
        Peer peer = peers.get(member);
        return peer == null || peer.toldThrough() < 0 ? OptionalLong.empty() : OptionalLong.of(peer.toldThrough());
    }

    /** Whether everything is known that every other member knew when it was asked. */
    boolean isCaughtUp() {
        return others().stream().map(peers::get).allMatch(peer -> peer != null && peer.caughtUp());
    }

    /** As {@link #isCaughtUp()}, of those members that ever spoke. */
    boolean isCaughtUpWithSpeakers() {
        return others().stream().map(peers::get).allMatch(peer -> peer == null || peer.caughtUp());
    }

    private Set<String> others() {
        Set<String> others = new HashSet<>(bus.present());
        others.remove(bus.self());
        return others;
    }

    @Override
    public String toString() {
        return "message " + number + ", complete through " + completeThrough() + ", present " + bus.present()
                + ", vanished " + vanished + ", peers " + peers;
    }
}
