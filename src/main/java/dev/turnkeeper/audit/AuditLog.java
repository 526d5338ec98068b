package dev.turnkeeper.audit;

import dev.turnkeeper.state.ReplicatedBytes;
import dev.turnkeeper.state.SharedValue;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The chain, of which every node holds the newest links. The newest of all is one shared value, replaced by the next one; the
 * others lie in a replicated map with so many slots, in turn. Whoever replaces the newest sees to it that it has its slot, so
 * that a node that dies between the two leaves no gap.
 */
public final class AuditLog {

    /** So many are kept. */
    public static final int KEPT = 10_000;

    private static final Logger LOG = System.getLogger(AuditLog.class.getName());
    private static final int MOST_WAITING = 1_000;
    private static final int LATELY = 1_000;

    private final SharedValue newest;
    private final ReplicatedBytes slots;
    private final InstantSource clock;
    private final ConcurrentSkipListMap<Long, AuditEntry> known = new ConcurrentSkipListMap<>();
    private final Queue<Waiting> waiting = new ConcurrentLinkedQueue<>();

    private AuditLog(SharedValue newest, ReplicatedBytes slots, InstantSource clock) {
        this.newest = newest;
        this.slots = slots;
        this.clock = clock;
    }

    /** @param slots nothing else may write to it */
    public static AuditLog of(SharedValue newest, ReplicatedBytes slots, InstantSource clock) {
        AuditLog log = new AuditLog(newest, slots, clock);
        slots.listen((slot, bytes) -> log.take(AuditEntry.ofBytes(bytes)));
        newest.listen(log::takeNewest);
        slots.all().values().forEach(bytes -> log.take(AuditEntry.ofBytes(bytes)));
        log.takeNewest();
        return log;
    }

    /**
     * Writes it down, which may take some seconds; where the grid gives no answer, this node keeps it and {@link #retry} goes
     * on.
     */
    public void record(AuditEvent event) {
        Waiting entry = new Waiting(UUID.randomUUID().toString(), event);
        if (!waiting.isEmpty() || !append(entry)) {
            LOG.log(
                    Level.WARNING,
                    "The audit log gives no answer: {0} of {1} waits here",
                    event.action(),
                    event.target());
            waiting.add(entry);
            if (waiting.size() > MOST_WAITING) {
                waiting.poll();
                LOG.log(Level.ERROR, "The audit log gave no answer for too long: the oldest event is lost");
            }
        }
    }

    /** Writes down what waits, as far as the grid answers. */
    public void retry() {
        Waiting next = waiting.peek();
        while (next != null && append(next)) {
            waiting.remove(next);
            next = waiting.peek();
        }
    }

    /**
     * Newest first.
     *
     * @param room empty: whatever it concerns
     * @param before the number below which to begin; {@code Long.MAX_VALUE} for the newest
     */
    public List<AuditEntry> page(Optional<String> room, Instant from, Instant to, long before, int limit) {
        Predicate<AuditEntry> wanted = entry -> !entry.at().isBefore(from)
                && entry.at().isBefore(to)
                && (room.isEmpty() || room.equals(entry.event().room()));
        return known.headMap(before).descendingMap().values().stream()
                .filter(wanted)
                .limit(limit)
                .toList();
    }

    /** All that are kept, oldest first. */
    public Stream<AuditEntry> all() {
        return known.values().stream();
    }

    /** False where the grid gave no answer. */
    private boolean append(Waiting entry) {
        AtomicReference<Optional<AuditEntry>> written = new AtomicReference<>(Optional.empty());
        SharedValue.Outcome outcome = newest.change(bytes -> {
            Optional<AuditEntry> last = bytes.map(AuditEntry::ofBytes);
            last.ifPresent(this::giveItsSlot);
            written.set(Optional.empty());
            if (isWritten(entry.id)) {
                return Optional.empty();
            }
            AuditEntry next = new AuditEntry(
                    1 + last.map(AuditEntry::number).orElse(0L),
                    entry.id,
                    clock.instant().truncatedTo(ChronoUnit.MILLIS),
                    entry.event,
                    last.map(AuditEntry::hash).orElse(""));
            written.set(Optional.of(next));
            return Optional.of(next.toBytes());
        });
        if (outcome == SharedValue.Outcome.DONE) {
            Optional.ofNullable(written.get()).flatMap(next -> next).ifPresent(this::giveItsSlot);
        }
        return outcome != SharedValue.Outcome.NO_MAJORITY;
    }

    /** An attempt that had no answer may have been written all the same. */
    private boolean isWritten(String id) {
        return known.descendingMap().values().stream().limit(LATELY).anyMatch(entry -> entry.id()
                .equals(id));
    }

    private void giveItsSlot(AuditEntry entry) {
        take(entry);
        String slot = Long.toString(entry.number() % KEPT);
        byte[] bytes = entry.toBytes();
        if (!slots.get(slot).filter(there -> Arrays.equals(there, bytes)).isPresent()) {
            slots.put(slot, bytes);
        }
    }

    private void takeNewest() {
        newest.get().map(AuditEntry::ofBytes).ifPresent(this::take);
    }

    private void take(AuditEntry entry) {
        known.put(entry.number(), entry);
        while (known.size() > KEPT) {
            known.pollFirstEntry();
        }
    }

    private record Waiting(String id, AuditEvent event) {}
}
