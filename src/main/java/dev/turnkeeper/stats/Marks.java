package dev.turnkeeper.stats;

import java.nio.ByteBuffer;
import java.util.NavigableMap;
import java.util.TreeMap;

/** At which tick each of the last minutes began: agreed among all nodes, so that all count a tick to the same minute. */
final class Marks {

    static final Marks NONE = new Marks(new TreeMap<>());

    private static final int KEPT = 120;

    private final NavigableMap<Long, Long> minutesByTick;

    private Marks(NavigableMap<Long, Long> minutesByTick) {
        this.minutesByTick = minutesByTick;
    }

    static Marks of(byte[] bytes) {
        TreeMap<Long, Long> minutes = new TreeMap<>();
        for (ByteBuffer in = ByteBuffer.wrap(bytes); in.remaining() >= 2 * Long.BYTES; ) {
            minutes.put(in.getLong(), in.getLong());
        }
        return new Marks(minutes);
    }

    byte[] toBytes() {
        ByteBuffer out = ByteBuffer.allocate(minutesByTick.size() * 2 * Long.BYTES);
        minutesByTick.forEach((tick, minute) -> out.putLong(tick).putLong(minute));
        return out.array();
    }

    /** @param minute since 1970, later than the latest @param tick its first */
    Marks with(long minute, long tick) {
        TreeMap<Long, Long> more = new TreeMap<>(minutesByTick);
        // Minutes in which the grid stood still have no tick of their own.
        more.put(more.isEmpty() ? tick : Math.max(tick, more.lastKey()), minute);
        while (more.size() > KEPT) {
            more.pollFirstEntry();
        }
        return new Marks(more);
    }

    boolean isEmpty() {
        return minutesByTick.isEmpty();
    }

    /** The minute of the latest mark; not where there is none. */
    long latest() {
        return minutesByTick.lastEntry().getValue();
    }

    /** Not where there is no mark. A tick before the first one belongs to the minute before. */
    long minuteOf(long tick) {
        var mark = minutesByTick.floorEntry(tick);
        return mark == null ? minutesByTick.firstEntry().getValue() - 1 : mark.getValue();
    }
}
