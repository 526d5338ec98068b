package dev.turnkeeper.node;

import dev.turnkeeper.state.ReplicatedBytes;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.stream.LongStream;

/**
 * The time that the grid goes by where wall time counts: the middle one of its nodes' clocks, the earlier of two. So one
 * clock that is wrong, however far, makes nothing happen early among three nodes. Nodes tell each other their times every
 * few seconds; who has been silent for a while counts no more.
 */
final class GridClock implements InstantSource {

    static final long SILENT_NANOS = 20_000_000_000L;

    private final ReplicatedBytes told;
    private final InstantSource own;
    private final LongSupplier nanos;
    private final Map<String, Heard> others = new ConcurrentHashMap<>();
    private volatile String self = "";

    /** @param aheadMillis of our clock, as it came in: what it took to come makes it less */
    private record Heard(long aheadMillis, long atNanos) {}

    private GridClock(ReplicatedBytes told, InstantSource own, LongSupplier nanos) {
        this.told = told;
        this.own = own;
        this.nanos = nanos;
    }

    /**
     * @param told a map of its own, by node
     * @param own this node's clock
     * @param nanos a monotonic one
     */
    static GridClock of(ReplicatedBytes told, InstantSource own, LongSupplier nanos) {
        GridClock clock = new GridClock(told, own, nanos);
        told.listen(clock::hear);
        return clock;
    }

    /** @param self this node's name among the others, the same over a restart */
    void tell(String self) {
        this.self = self;
        others.remove(self);
        told.put(self, ByteBuffer.allocate(Long.BYTES).putLong(own.millis()).array());
    }

    private void hear(String node, byte[] millis) {
        if (!node.equals(self)) {
            others.put(node, new Heard(ByteBuffer.wrap(millis).getLong() - own.millis(), nanos.getAsLong()));
        }
    }

    @Override
    public Instant instant() {
        return own.instant().plusMillis(aheadMillis());
    }

    /** How far the grid's time is ahead of this node's own. */
    long aheadMillis() {
        long now = nanos.getAsLong();
        others.values().removeIf(heard -> now - heard.atNanos > SILENT_NANOS);
        long[] ahead = LongStream.concat(
                        LongStream.of(0), others.values().stream().mapToLong(Heard::aheadMillis))
                .sorted()
                .toArray();
        return ahead[(ahead.length - 1) / 2];
    }
}
