package dev.turnkeeper.defence;

import dev.turnkeeper.room.RoomId;
import dev.turnkeeper.state.SharedValue;
import dev.turnkeeper.ticket.VisitorKey;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * Who may not come in, of the whole grid. Reads are local, and cost one volatile read while nobody is blocked; a change waits
 * for the register, up to some seconds. Ends are counted in ticks, so that all nodes see them at once, whatever their clocks
 * say.
 */
public final class Blocks {

    public static final int MOST = 1_000;

    /** Each is looked at for every request to its room. */
    public static final int MOST_RANGES = 64;

    private static final int ID_BYTES = 6;

    private final SharedValue shared;
    private final VisitorKey.Maker keys;
    private final LongSupplier tick;
    private final SecureRandom random;
    private final InstantSource clock;
    private final BlockEvents events;
    private final AtomicLong version = new AtomicLong();
    private volatile Map<RoomId, RoomBlocks> byRoom = Map.of();

    private Blocks(
            SharedValue shared,
            VisitorKey.Maker keys,
            LongSupplier tick,
            SecureRandom random,
            InstantSource clock,
            BlockEvents events) {
        this.shared = shared;
        this.keys = keys;
        this.tick = tick;
        this.random = random;
        this.clock = clock;
        this.events = events;
    }

    /** @param tick of the grid, as seen here; about one a second while the grid moves on */
    public static Blocks of(
            SharedValue shared,
            VisitorKey.Maker keys,
            LongSupplier tick,
            SecureRandom random,
            InstantSource clock,
            BlockEvents events) {
        Blocks blocks = new Blocks(shared, keys, tick, random, clock, events);
        shared.listen(blocks::read);
        blocks.read();
        return blocks;
    }

    /** How a change ended. */
    public enum Kind {
        DONE,
        NO_SUCH_BLOCK,
        TOO_MANY,
        TOO_MANY_RANGES,
        NO_MAJORITY
    }

    /** What came of a change. */
    public record Change(Kind kind, Optional<Block> before, Optional<Block> after) {

        static Change none(Kind kind) {
            return new Change(kind, Optional.empty(), Optional.empty());
        }
    }

    /** Empty where nobody is blocked: so in nearly all rooms, nearly always. */
    public Optional<RoomBlocks> in(RoomId room) {
        Map<RoomId, RoomBlocks> now = byRoom;
        return now.isEmpty() ? Optional.empty() : Optional.ofNullable(now.get(room));
    }

    /** Another one whenever somebody may be blocked, or no longer. */
    public long version() {
        return version.get();
    }

    /** A visitor by whatever name a client or a login gives. */
    public BlockTarget login(RoomId room, String name) {
        return BlockTarget.of(key(room, name), VisitorNames.masked(name));
    }

    /** Those that hold, in the order in which they were made. */
    public List<Block> all() {
        return shared.get().map(BlockList::ofBytes).orElseGet(List::of).stream()
                .filter(this::holds)
                .toList();
    }

    public Optional<Block> find(String id) {
        return all().stream().filter(block -> block.id().equals(id)).findFirst();
    }

    /** For which it goes on while the grid moves on; 0: it is over. */
    public long secondsLeft(Block block) {
        return Math.max(0, block.throughTick() - tick.getAsLong() + 1);
    }

    /** From now on; who is blocked there already is so for as long as is said now, under the same id. */
    public Change block(RoomId room, BlockTarget target, long seconds, String createdBy) {
        byte[] id = new byte[ID_BYTES];
        random.nextBytes(id);
        Block wanted = new Block(
                HexFormat.of().formatHex(id),
                room,
                target,
                clock.instant().truncatedTo(ChronoUnit.SECONDS),
                seconds,
                tick.getAsLong() + seconds - 1,
                createdBy);
        return change(known -> {
            Optional<Block> before =
                    known.stream().filter(block -> block.isFor(room, target)).findFirst();
            if (before.isEmpty() && known.size() >= MOST) {
                return Step.refused(Kind.TOO_MANY);
            }
            if (before.isEmpty() && target.isRange() && ranges(known) >= MOST_RANGES) {
                return Step.refused(Kind.TOO_MANY_RANGES);
            }
            Block after = before.map(was -> withId(wanted, was.id())).orElse(wanted);
            before.ifPresent(known::remove);
            known.add(after);
            return new Step(Optional.of(known), new Change(Kind.DONE, before, Optional.of(after)));
        });
    }

    /** Ends it. */
    public Change lift(String id) {
        return change(known -> {
            Optional<Block> before =
                    known.stream().filter(block -> block.id().equals(id)).findFirst();
            if (before.isEmpty()) {
                return Step.refused(Kind.NO_SUCH_BLOCK);
            }
            known.remove(before.get());
            return new Step(Optional.of(known), new Change(Kind.DONE, before, Optional.empty()));
        });
    }

    /** Reads what the grid has; false where it gave no answer. */
    public boolean learn() {
        return shared.learn();
    }

    /** Forgets here what is over, so that it costs nothing any more; now and then. */
    public void tidy() {
        if (!byRoom.isEmpty()) {
            read();
        }
    }

    VisitorKey key(RoomId room, String login) {
        return keys.of(VisitorNames.ofTracer(room.value(), login, Optional.empty()));
    }

    void refused(RoomId room) {
        events.blocked(room);
    }

    private Change change(Function<List<Block>, Step> change) {
        AtomicReference<Step> last = new AtomicReference<>(Step.refused(Kind.NO_MAJORITY));
        SharedValue.Outcome outcome = shared.change(bytes -> {
            List<Block> known = new ArrayList<>(bytes.map(BlockList::ofBytes).orElseGet(List::of));
            known.removeIf(block -> !holds(block));
            Step step = change.apply(known);
            last.set(step);
            return step.next.map(BlockList::toBytes);
        });
        return outcome == SharedValue.Outcome.NO_MAJORITY
                ? Change.none(Kind.NO_MAJORITY)
                : Objects.requireNonNull(last.get()).change;
    }

    private static Block withId(Block block, String id) {
        return new Block(
                id,
                block.room(),
                block.target(),
                block.createdAt(),
                block.seconds(),
                block.throughTick(),
                block.createdBy());
    }

    private static long ranges(List<Block> blocks) {
        return blocks.stream().filter(block -> block.target().isRange()).count();
    }

    private boolean holds(Block block) {
        return secondsLeft(block) > 0;
    }

    /** One at a time, so that none puts back what another has just replaced. */
    private synchronized void read() {
        Map<RoomId, RoomBlocks> next = new HashMap<>();
        all().forEach(block -> next.computeIfAbsent(block.room(), room -> new RoomBlocks(room, this, tick))
                .add(block));
        byRoom = next.isEmpty() ? Map.of() : next;
        version.incrementAndGet();
    }

    private record Step(Optional<List<Block>> next, Change change) {

        static Step refused(Kind kind) {
            return new Step(Optional.empty(), Change.none(kind));
        }
    }
}
