package dev.turnkeeper.defence;

import dev.turnkeeper.room.RoomId;
import dev.turnkeeper.ticket.VisitorKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Who is blocked in one room: found by a look-up, but for ranges of addresses, of which there are few. */
public final class RoomBlocks {

    /** A tick before all others. */
    private static final long NEVER = -1;

    private final RoomId room;
    private final Blocks of;
    private final LongSupplier tick;
    private final Map<VisitorKey, Long> logins = new HashMap<>();
    private final Map<IpAddress, Long> clients = new HashMap<>();
    private final List<Range> ranges = new ArrayList<>();

    private record Range(Cidr addresses, long throughTick) {}

    RoomBlocks(RoomId room, Blocks of, LongSupplier tick) {
        this.room = room;
        this.of = of;
        this.tick = tick;
    }

    /** Only before anybody else sees this. */
    void add(Block block) {
        BlockTarget target = block.target();
        target.login().ifPresent(key -> logins.put(key, block.throughTick()));
        target.addresses().ifPresent(range -> {
            if (range.isOneClient()) {
                clients.put(range.network(), block.throughTick());
            } else {
                ranges.add(new Range(range, block.throughTick()));
            }
        });
    }

    /**
     * Asks for somebody who is about to be answered, and counts it as one refusal where there is one.
     *
     * @param login as the client says it; asked for only where logins are blocked here
     * @return for how many seconds more; 0: this one is not blocked
     */
    public long refuses(IpAddress address, Supplier<Optional<String>> login) {
        long left = secondsLeft(address, login);
        if (left > 0) {
            of.refused(room);
        }
        return left;
    }

    /** As {@link #refuses}, for who only wants to know. */
    public long secondsLeft(IpAddress address, Supplier<Optional<String>> login) {
        long through = clients.isEmpty() ? NEVER : clients.getOrDefault(address.client(), NEVER);
        for (Range range : ranges) {
            if (range.throughTick > through && range.addresses.contains(address)) {
                through = range.throughTick;
            }
        }
        if (!logins.isEmpty()) {
            through = Math.max(
                    through,
                    login.get()
                            .map(name -> logins.getOrDefault(of.key(room, name), NEVER))
                            .orElse(NEVER));
        }
        return Math.max(0, through - tick.getAsLong() + 1);
    }
}
