package dev.turnkeeper.stats;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLongArray;

/** What this node alone sees: counted by any thread, put to minutes by one. */
public final class LocalCounts {

    private final ConcurrentHashMap<String, AtomicLongArray> counted = new ConcurrentHashMap<>();
    private final Map<String, long[]> taken = new HashMap<>();
    private final Map<String, long[]> inMinute = new HashMap<>();
    private long minute;

    /** Any thread. @param tally one of those that single nodes count */
    public void count(String room, Tally tally) {
        AtomicLongArray counts = counted.get(room);
        if (counts == null) {
            counts = counted.computeIfAbsent(room, unknown -> new AtomicLongArray(Tally.LOCAL.size()));
        }
        counts.incrementAndGet(tally.localIndex());
    }

    /** What was counted so far in this minute, of rooms where that is more than at the last call. @param now the minute it is */
    Map<String, long[]> take(long now) {
        if (now != minute) {
            minute = now;
            inMinute.clear();
        }
        Map<String, long[]> changed = new TreeMap<>();
        counted.forEach((room, counts) -> {
            long[] before = taken.computeIfAbsent(room, unknown -> new long[Tally.LOCAL.size()]);
            for (int i = 0; i < before.length; i++) {
                long more = counts.get(i) - before[i];
                if (more > 0) {
                    before[i] += more;
                    long[] here = inMinute.computeIfAbsent(room, unknown -> new long[Tally.LOCAL.size()]);
                    here[i] += more;
                    changed.put(room, here);
                }
            }
        });
        changed.replaceAll((room, counts) -> counts.clone());
        return changed;
    }
}
