package dev.turnkeeper.tick;

import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Every ledger this node keeps; any thread may look one up. */
public final class Ledgers {

    private final ConcurrentHashMap<LedgerName, Ledger> ledgers = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<String, Long> oldest = new ConcurrentHashMap<>();
    private final Witness witness;

    public Ledgers() {
        this(Witness.NONE);
    }

    public Ledgers(Witness witness) {
        this.witness = witness;
    }

    /** The ledger of this name, opened where there is none. */
    public Ledger of(LedgerName name) {
        Ledger ledger = ledgers.get(name);
        return ledger != null ? ledger : ledgers.computeIfAbsent(name, unknown -> new Ledger(unknown, witness));
    }

    public Optional<Ledger> find(LedgerName name) {
        return Optional.ofNullable(ledgers.get(name));
    }

    /** Forgets all generations of a room before {@code oldestKept}: it was reset without them, or deleted. */
    public void drop(String room, long oldestKept) {
        oldest.merge(room, oldestKept, Math::max);
        ledgers.keySet().removeIf(name -> name.room().equals(room) && name.generation() < oldestKept);
        witness.dropped(room, oldestKept);
    }

    /** Whether words about this one are worth hearing: those about a generation that was dropped are late. Any thread. */
    public boolean keeps(LedgerName name) {
        return name.generation() >= oldest.getOrDefault(name.room(), 0L);
    }

    Collection<Ledger> all() {
        return ledgers.values();
    }
}
